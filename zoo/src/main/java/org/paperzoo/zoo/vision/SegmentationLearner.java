package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.Resizing;
import org.paperzoo.zoo.torchscript.ScriptOperator;
import org.paperzoo.zoo.training.InitialWeights;
import org.paperzoo.zoo.training.Learner;

/**
 * A DAFormer that learns the classes of pixels: cross entropy of the logits, brought to the size of the labels, as
 * mmsegmentation 0.16 takes it ({@code BaseDecodeHead.losses}, {@code cross_entropy}): the mean over all pixels, to which
 * those that are left out add 0.
 *
 * <p>A batch holds pixels {@code [B, 3, H, W]} and labels {@code [B, h, w]} int64: a class, or {@value #IGNORED} where the
 * pixel is left out.
 *
 * @param network the segmenter
 * @param classWeights by class, each a finite number greater than 0
 */
public record SegmentationLearner(DaFormer network, List<Float> classWeights) implements Learner {

    /** The label of pixels that are not learned. */
    public static final int IGNORED = 255;

    /** Of logits {@code [B, classes, h, w]}, labels and weights {@code [classes]}, the sum over all pixels. */
    private static final ScriptOperator CROSS_ENTROPY = new ScriptOperator(
            "cross_entropy",
            "torch.cross_entropy_loss({0} + {2}.log().view([1, -1, 1, 1]), {1}, {2}, 2, {ignored}, 0.)");

    public SegmentationLearner {
        classWeights = List.copyOf(classWeights);
        if (classWeights.size() != network.classes()) {
            throw new IllegalArgumentException(
                    "weights of " + classWeights.size() + " classes; the network has " + network.classes());
        }
        for (float weight : classWeights) {
            if (!(weight > 0 && Float.isFinite(weight))) {
                throw new IllegalArgumentException(
                        "a class's weight is " + weight + "; expected a finite number greater than 0");
            }
        }
    }

    /**
     * Random weights, of which the classifier's biases take the logarithms of the class weights off again: a training begins
     * with all classes equally likely in its loss.
     */
    public InitialWeights initialWeights() {
        return (ignored, manager) -> {
            float[] biases = new float[classWeights.size()];
            for (int i = 0; i < biases.length; i++) {
                biases[i] = (float) -Math.log(classWeights.get(i));
            }
            network.getParameters()
                    .get(DaFormer.CLASSIFIER_BIAS)
                    .setInitializer((owner, shape, type) -> owner.create(biases));
        };
    }

    @Override
    public NDArray loss(Pass pass, NDList batch, long seed) {
        float[] weights = new float[classWeights.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = classWeights.get(i);
        }
        return pass.scoped(() -> crossEntropy(pass, network.logits(pass, batch.get(0)), batch.get(1), weights));
    }

    /**
     * Mean cross entropy of pixels.
     *
     * @param logits {@code [B, classes, h', w']}
     * @param labels {@code [B, h, w]} int64
     * @param classWeights {@code [classes]}
     */
    static NDArray crossEntropy(Pass pass, NDArray logits, NDArray labels, float... classWeights) {
        Shape size = labels.getShape();
        NDArray resized = Resizing.linear(logits, false, size.get(1), size.get(2)); // [B, classes, h, w]
        NDArray weights = pass.constant(logits.getManager(), classWeights, new Shape(classWeights.length));
        NDArray sum = CROSS_ENTROPY.apply(List.of(resized, labels, weights), Map.of("ignored", IGNORED));
        return pass.scale(sum, 1f / size.size());
    }
}
