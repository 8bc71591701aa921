package org.paperzoo.zoo.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.NamedBlock;

/** What training starts from: {@code _init_weights} of transformers' modeling_t5.py and modeling_bart.py. */
class TextInitialValuesTest {

    @Test
    void t5DrawsAsTheReferenceSoThatUnscaledAttentionStartsSmall() throws IOException {
        T5 network = new T5(T5Config.of(Configuration.parse("test", """
                {"vocab_size": 200, "d_model": 96, "d_kv": 16, "d_ff": 128, "num_layers": 1, "num_heads": 4}
                """)));
        check(network, name -> {
            if (name.endsWith("norm.weight")) {
                return new Drawn(1, 0);
            }
            double deviation;
            if (name.equals("shared.weight")) {
                deviation = 1;
            } else if (name.endsWith(".q.weight")) {
                deviation = Math.pow(96 * 16, -0.5);
            } else if (name.endsWith(".o.weight")) {
                deviation = Math.pow(4 * 16, -0.5);
            } else if (name.endsWith(".wo.weight")) {
                deviation = Math.pow(128, -0.5);
            } else {
                deviation = Math.pow(96, -0.5); // k, v, wi and the position bias
            }
            return new Drawn(0, deviation);
        });
    }

    @Test
    void bartDrawsWithItsOneDeviationAndBeginsWithoutBiases() throws IOException {
        Bart network = new Bart(BartConfig.of(Configuration.parse("test", """
                {"vocab_size": 200, "d_model": 96, "encoder_layers": 1, "decoder_layers": 1,
                 "encoder_attention_heads": 4, "decoder_attention_heads": 4, "encoder_ffn_dim": 128,
                 "decoder_ffn_dim": 128, "max_position_embeddings": 64, "init_std": 0.05}
                """)));
        check(network, name -> {
            boolean norm = name.contains("layer_norm") || name.contains("layernorm");
            if (name.endsWith("bias")) {
                return new Drawn(0, 0);
            }
            return norm ? new Drawn(1, 0) : new Drawn(0, 0.05);
        });
    }

    private record Drawn(double mean, double deviation) {}

    private interface Expectation {
        Drawn of(String name);
    }

    private static void check(NamedBlock network, Expectation expectation) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            manager.getEngine().setRandomSeed(3);
            network.initialize(manager, DataType.FLOAT32);
            for (Pair<String, Parameter> pair : network.getParameters()) {
                Drawn expected = expectation.of(pair.getKey());
                NDArray values = pair.getValue().getArray();
                double mean = values.mean().getFloat();
                double deviation =
                        Math.sqrt(values.sub((float) mean).square().mean().getFloat());
                // Five standard errors of what is estimated from so many values.
                double error = 5 * expected.deviation() / Math.sqrt(values.size());
                assertEquals(expected.mean(), mean, error + 1e-7, pair.getKey());
                assertEquals(expected.deviation(), deviation, error + 1e-7, pair.getKey());
            }
        }
    }
}
