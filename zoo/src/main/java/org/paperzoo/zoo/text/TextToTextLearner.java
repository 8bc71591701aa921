package org.paperzoo.zoo.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.paperzoo.zoo.generation.CachedEncoderDecoder;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.torchscript.ScriptOperator;
import org.paperzoo.zoo.training.Learner;

/**
 * A T5 or BART that learns to continue a target token by token, each after the true ones before it (teacher forcing). The
 * loss is the cross entropy of the target's tokens, averaged over all tokens of the batch but the padding.
 *
 * <p>Labels may be smoothed: with smoothing s the true token weighs 1 - s + s/V and each other s/V. So do PyTorch's
 * {@code cross_entropy} and transformers' {@code LabelSmoother}, and so did fairseq's
 * {@code label_smoothed_cross_entropy} when BART was trained; fairseq has since given s/(V - 1) to the others alone.
 *
 * <p>A batch holds source tokens {@code [B, S]}, their mask {@code [B, S]}, the decoder's input {@code [B, T]} (the target
 * shifted right behind the start token) and the labels {@code [B, T]}, which are {@link #IGNORED} at padding.
 */
public final class TextToTextLearner implements Learner {

    /** The label of what is not learned. */
    public static final long IGNORED = -100;

    /** In float32, whatever the scores are: the sum over the vocabulary is too coarse in float16. */
    static final ScriptOperator CROSS_ENTROPY = new ScriptOperator(
            "cross_entropy", "torch.cross_entropy_loss(torch.to({0}, 6), {1}, None, 1, " + IGNORED + ", {smoothing})");

    private final NamedBlock network;
    private final BiFunction<Pass, NDList, NDList> forward;
    private final int vocabularySize;
    private final double smoothing;

    private TextToTextLearner(
            NamedBlock network,
            CachedEncoderDecoder decoder,
            BiFunction<Pass, NDList, NDList> forward,
            double smoothing) {
        if (!decoder.generates()) {
            throw new IllegalArgumentException("the network scores no vocabulary, so that it cannot learn to write");
        }
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label smoothing is at least 0 and less than 1, not " + smoothing);
        }
        this.network = network;
        this.forward = forward;
        this.vocabularySize = decoder.vocabularySize();
        this.smoothing = smoothing;
    }

    /**
     * For a T5.
     *
     * @param smoothing of labels, in [0, 1); 0 for none
     */
    public static TextToTextLearner of(T5 network, double smoothing) {
        return new TextToTextLearner(network, network, network::forward, smoothing);
    }

    /**
     * For a BART.
     *
     * @param smoothing of labels, in [0, 1); 0 for none
     */
    public static TextToTextLearner of(Bart network, double smoothing) {
        return new TextToTextLearner(network, network, network::forward, smoothing);
    }

    @Override
    public NamedBlock network() {
        return network;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch, long seed) {
        return pass.scoped(() -> {
            NDArray scores = forward.apply(pass, batch.subNDList(0, 3)).head(); // [B, T, V]
            return CROSS_ENTROPY.apply(
                    List.of(scores.reshape(-1, vocabularySize), batch.get(3).reshape(-1)),
                    Map.of("smoothing", smoothing));
        });
    }
}
