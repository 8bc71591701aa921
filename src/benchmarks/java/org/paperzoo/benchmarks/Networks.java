package org.paperzoo.benchmarks;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.NamedBlock;

/** The networks that are timed, of the sizes that their papers release. */
final class Networks {

    private static final String CODET5_SMALL = """
            {"d_model": 512, "d_ff": 2048, "d_kv": 64, "num_heads": 8, "num_layers": 6, "num_decoder_layers": 6,
             "vocab_size": 32100, "relative_attention_num_buckets": 32, "relative_attention_max_distance": 128,
             "feed_forward_proj": "relu", "dropout_rate": 0.1, "layer_norm_epsilon": 1e-6,
             "tie_word_embeddings": true, "decoder_start_token_id": 0, "eos_token_id": 2, "pad_token_id": 0}
            """;

    private static final String DETR_RESNET_50 = """
            {"backbone": "resnet50", "dilation": false, "position_embedding": "sine", "hidden_dim": 256, "nheads": 8,
             "enc_layers": 6, "dec_layers": 6, "dim_feedforward": 2048, "dropout": 0.1, "num_classes": 91,
             "num_queries": 100, "pre_norm": false}
            """;

    private Networks() {}

    static NamedBlock codeT5Small() throws IOException {
        return Architectures.named("t5").build(Configuration.parse("CodeT5-small", CODET5_SMALL));
    }

    static NamedBlock detrResNet50() throws IOException {
        return Architectures.named("detr").build(Configuration.parse("DETR ResNet-50", DETR_RESNET_50));
    }

    /** Gives a network its initial values and freezes them. */
    static <B extends NamedBlock> B untrained(B network, NDManager manager) {
        network.initialize(manager, DataType.FLOAT32);
        network.freezeParameters(true);
        return network;
    }
}
