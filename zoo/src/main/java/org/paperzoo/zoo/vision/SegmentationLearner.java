package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.Resizing;
import org.paperzoo.zoo.torchscript.ScriptOperator;
import org.paperzoo.zoo.training.Learner;

/**
 * A DAFormer that learns the classes of pixels: cross entropy of the logits, brought to the size of the labels, as
 * mmsegmentation 0.16 takes it ({@code BaseDecodeHead.losses}, {@code cross_entropy}): the mean over all pixels, to which
 * those that are left out add 0.
 *
 * <p>A batch holds pixels {@code [B, 3, H, W]} and labels {@code [B, h, w]} int64: a class, or {@value #IGNORED} where the
 * pixel is left out.
 */
public record SegmentationLearner(DaFormer network) implements Learner {

    /** The label of pixels that are not learned. */
    public static final int IGNORED = 255;

    /** Of logits {@code [B, classes, h, w]} and labels, the sum over all pixels. */
    private static final ScriptOperator CROSS_ENTROPY =
            new ScriptOperator("cross_entropy", "torch.cross_entropy_loss({0}, {1}, None, 2, {ignored}, 0.)");

    @Override
    public NDArray loss(Pass pass, NDList batch, long seed) {
        return pass.scoped(() -> crossEntropy(pass, network.logits(pass, batch.get(0)), batch.get(1)));
    }

    /**
     * Mean cross entropy of pixels.
     *
     * @param logits {@code [B, classes, h', w']}
     * @param labels {@code [B, h, w]} int64
     */
    static NDArray crossEntropy(Pass pass, NDArray logits, NDArray labels) {
        Shape size = labels.getShape();
        NDArray resized = Resizing.linear(logits, false, size.get(1), size.get(2)); // [B, classes, h, w]
        NDArray sum = CROSS_ENTROPY.apply(List.of(resized, labels), Map.of("ignored", IGNORED));
        return pass.scale(sum, 1f / size.size());
    }
}
