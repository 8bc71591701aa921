package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.vision.DetectionTargets.Objects;

/**
 * DETR's loss (section 3.1 of the paper; facebookresearch/detr, {@code models/matcher.py} and {@code SetCriterion} in
 * {@code models/detr.py}): each object of a picture is matched with one proposal of each decoder layer, so that all
 * objects' costs are least; every proposal is to have its object's class, or "no object", and a matched one its box. A cost
 * is {@code classes} times the class's negative probability, {@code boxes} times the sum of the box's absolute errors, and
 * {@code overlaps} times the negative generalised overlap.
 *
 * @param classes weight of the class, in the cost and in the loss
 * @param boxes weight of the box's absolute errors
 * @param overlaps weight of the box's overlap
 * @param empty weight of "no object" among the classes of the cross entropy, which is a weighted mean
 */
public record DetrSetLoss(float classes, float boxes, float overlaps, float empty) {

    /** The authors' weights. */
    public static final DetrSetLoss PAPER = new DetrSetLoss(1, 5, 2, 0.1f);

    public DetrSetLoss {
        for (float weight : new float[] {classes, boxes, overlaps, empty}) {
            if (!(weight >= 0) || Float.isInfinite(weight)) {
                throw new IllegalArgumentException("a weight of " + weight + "; expected a number of at least 0");
            }
        }
    }

    /**
     * The loss, summed over the layers; their proposals are copied to Java once for all pictures and layers.
     *
     * @param logits of each layer: {@code [B, Q, classes + 1]}
     * @param proposed of each layer: {@code [B, Q, 4]}
     * @return a scalar
     * @throws IllegalArgumentException if a picture has more objects than there are proposals, or a proposal is no number
     */
    NDArray of(Pass pass, NDList logits, NDList proposed, DetectionTargets targets) {
        return pass.scoped(() -> {
            int queries = Math.toIntExact(logits.head().getShape().get(1));
            NDArray allLogits = rows(logits); // [L B Q, classes + 1]
            NDArray allBoxes = rows(proposed); // [L B Q, 4]
            int known = Math.toIntExact(allLogits.getShape().get(1)) - 1;
            float[] values = allLogits.concat(allBoxes, 1).toFloatArray();
            int batch = targets.pictures().size();
            ProposalTargets wanted = new ProposalTargets(logits.size() * batch * queries, known);
            for (int layer = 0; layer < logits.size(); layer++) {
                for (int picture = 0; picture < batch; picture++) {
                    Objects objects = targets.pictures().get(picture);
                    int first = (layer * batch + picture) * queries;
                    int[] matched = match(values, first, queries, known, objects);
                    for (int object = 0; object < matched.length; object++) {
                        wanted.assign(first + matched[object], objects, object);
                    }
                }
            }
            return wanted.loss(pass, this, allLogits, allBoxes, logits.size(), targets.objects());
        });
    }

    /**
     * The same loss of proposals whose objects are known beforehand: the places of the encoder's map, each of which belongs
     * to the object in whose middle it lies. Places at the border of an object are left out.
     *
     * @param logits {@code [B, h w, classes + 1]}
     * @param proposed {@code [B, h w, 4]}
     * @param grid which places are which
     */
    NDArray ofPlaces(Pass pass, NDArray logits, NDArray proposed, PlaceGrid grid, DetectionTargets targets) {
        return pass.scoped(() -> {
            NDArray allLogits = rows(new NDList(logits));
            NDArray allBoxes = rows(new NDList(proposed));
            int known = Math.toIntExact(allLogits.getShape().get(1)) - 1;
            ProposalTargets wanted = new ProposalTargets(targets.pictures().size() * grid.places(), known);
            int assigned = 0;
            for (int picture = 0; picture < targets.pictures().size(); picture++) {
                Objects objects = targets.pictures().get(picture);
                for (int place = 0; place < grid.places(); place++) {
                    int row = picture * grid.places() + place;
                    int object =
                            grid.isPadding(picture, place) ? PlaceGrid.BORDER : grid.objectAt(picture, place, objects);
                    if (object == PlaceGrid.BORDER) {
                        wanted.ignore(row);
                    } else if (object != PlaceGrid.NOTHING) {
                        wanted.assign(row, objects, object);
                        assigned++;
                    }
                }
            }
            return wanted.loss(pass, this, allLogits, allBoxes, 1, Math.max(1, assigned));
        });
    }

    private static NDArray rows(NDList layers) { // L of [B, Q, n] -> [L B Q, n]
        NDArray joined = layers.size() == 1 ? layers.head() : NDArrays.concat(layers, 0);
        return joined.reshape(-1, joined.getShape().get(2));
    }

    /** For each object of a picture the number of its proposal, from 0. */
    private int[] match(float[] values, int first, int queries, int known, Objects objects) {
        int width = known + 1 + 4;
        double[] costs = new double[objects.count() * queries];
        double[] probabilities = new double[known + 1];
        for (int query = 0; query < queries; query++) {
            int at = (first + query) * width;
            softmax(values, at, probabilities);
            for (int object = 0; object < objects.count(); object++) {
                double error = 0;
                for (int i = 0; i < 4; i++) {
                    error += Math.abs(values[at + known + 1 + i] - objects.boxes()[4 * object + i]);
                }
                costs[object * queries + query] = boxes * error
                        - classes * probabilities[objects.classes()[object]]
                        - overlaps * BoxOverlap.generalised(values, at + known + 1, objects.boxes(), 4 * object);
            }
        }
        return HungarianMatching.columnsOfRows(costs, objects.count(), queries);
    }

    private static void softmax(float[] values, int at, double[] probabilities) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < probabilities.length; i++) {
            largest = Math.max(largest, values[at + i]);
        }
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = Math.exp(values[at + i] - largest);
            sum += probabilities[i];
        }
        double total = sum;
        Arrays.setAll(probabilities, i -> probabilities[i] / total);
    }
}
