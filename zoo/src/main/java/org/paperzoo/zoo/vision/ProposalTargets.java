package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.vision.DetectionTargets.Objects;

/**
 * What each of many proposals is to become: the class and box of an object, or no object. All of them are compared in one
 * go; those without an object weigh nothing in what is said of boxes.
 */
final class ProposalTargets {

    private static final int IGNORED = -1;

    private final int known;
    private final int[] classOf;
    private final float[] boxes;

    /** Proposals of no object.
     *
     * @param known number of classes; the next number stands for no object
     */
    ProposalTargets(int proposals, int known) {
        this.known = known;
        classOf = new int[proposals];
        boxes = new float[4 * proposals];
        Arrays.fill(classOf, known);
        // Any box does that has an area.
        Arrays.fill(boxes, 0.5f);
    }

    /** Gives a proposal an object. */
    void assign(int proposal, Objects objects, int object) {
        classOf[proposal] = objects.classes()[object];
        System.arraycopy(objects.boxes(), 4 * object, boxes, 4 * proposal, 4);
    }

    /** Leaves a proposal out. */
    void ignore(int proposal) {
        classOf[proposal] = IGNORED;
    }

    /**
     * The loss.
     *
     * @param logits {@code [N, classes + 1]}
     * @param proposed {@code [N, 4]}
     * @param groups equal parts of the proposals, of each of which the classes' weighted mean is taken; they are added up
     * @param objects by which what is said of boxes is divided
     */
    NDArray loss(Pass pass, DetrSetLoss weights, NDArray logits, NDArray proposed, int groups, int objects) {
        NDManager manager = logits.getManager();
        int count = classOf.length;
        float[] ofClasses = classWeights(weights, groups);
        float[] ofBoxes = new float[count];
        for (int i = 0; i < count; i++) {
            ofBoxes[i] = isObject(i) ? 1f / objects : 0;
        }
        NDArray boxWeights = pass.constant(manager, ofBoxes, new Shape(count));
        NDArray wanted = pass.constant(manager, boxes, new Shape(count, 4));
        NDArray classLoss = logits.logSoftmax(-1)
                .mul(pass.constant(manager, ofClasses, new Shape(count, known + 1)))
                .sum()
                .neg();
        NDArray errors =
                proposed.sub(wanted).abs().sum(new int[] {1}).mul(boxWeights).sum();
        NDArray apart = manager.ones(new Shape(count), DataType.FLOAT32)
                .sub(BoxOverlap.generalised(pass, proposed, wanted))
                .mul(boxWeights)
                .sum();
        return pass.scale(classLoss, weights.classes())
                .add(pass.scale(errors, weights.boxes()))
                .add(pass.scale(apart, weights.overlaps()));
    }

    private boolean isObject(int proposal) {
        return classOf[proposal] != IGNORED && classOf[proposal] != known;
    }

    private float[] classWeights(DetrSetLoss weights, int groups) {
        float[] matrix = new float[classOf.length * (known + 1)];
        int size = classOf.length / groups;
        for (int start = 0; start < classOf.length; start += size) {
            double sum = 0;
            for (int i = start; i < start + size; i++) {
                sum += weight(weights, i);
            }
            for (int i = start; i < start + size && sum > 0; i++) {
                if (classOf[i] != IGNORED) {
                    matrix[i * (known + 1) + classOf[i]] = (float) (weight(weights, i) / sum);
                }
            }
        }
        return matrix;
    }

    private double weight(DetrSetLoss weights, int proposal) {
        if (classOf[proposal] == IGNORED) {
            return 0;
        }
        return classOf[proposal] == known ? weights.empty() : 1;
    }
}
