package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.vision.DetectionTargets.Objects;

class DetrSetLossTest {

    private static final Objects NOTHING = new Objects(new int[0], new float[0]);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Two proposals that know nothing of the class, and one object, where the second proposal is. */
    @Test
    void aProposalInPlaceCostsItsClassAlone() {
        float[] boxes = {0.1f, 0.1f, 0.1f, 0.1f, 0.5f, 0.5f, 0.2f, 0.4f};
        DetectionTargets targets =
                new DetectionTargets(List.of(new Objects(new int[] {0}, new float[] {0.5f, 0.5f, 0.2f, 0.4f})));
        assertEquals(Math.log(2), loss(new float[4], boxes, 2, 1, targets), 1e-6);
    }

    /** Moved by half its width: 5 times 0.1 for the place, and 2 times 1 - 1/3 for the overlap. */
    @Test
    void aProposalBesideItsPlaceCostsDistanceAndOverlap() {
        float[] boxes = {0.1f, 0.1f, 0.1f, 0.1f, 0.6f, 0.5f, 0.2f, 0.4f};
        DetectionTargets targets =
                new DetectionTargets(List.of(new Objects(new int[] {0}, new float[] {0.5f, 0.5f, 0.2f, 0.4f})));
        assertEquals(Math.log(2) + 0.5 + 4.0 / 3, loss(new float[4], boxes, 2, 1, targets), 1e-5);
    }

    /** Its class is found with probability 3/4; the other proposal, whose weight is a tenth, is empty with 1/5. */
    @Test
    void noObjectWeighsATenthInTheMeanOfTheClasses() {
        float[] logits = {(float) Math.log(3), 0, (float) Math.log(4), 0};
        float[] boxes = {0.5f, 0.5f, 0.2f, 0.4f, 0.9f, 0.9f, 0.1f, 0.1f};
        DetectionTargets targets =
                new DetectionTargets(List.of(new Objects(new int[] {0}, new float[] {0.5f, 0.5f, 0.2f, 0.4f})));
        double expected = (Math.log(4.0 / 3) + 0.1 * Math.log(5)) / 1.1;
        assertEquals(expected, loss(logits, boxes, 2, 1, targets), 1e-6);
    }

    @Test
    void picturesWithoutObjectsAreEmptyEverywhere() {
        float[] logits = {0, (float) Math.log(3), 0, (float) Math.log(3)};
        float[] boxes = {0.1f, 0.1f, 0.1f, 0.1f, 0.6f, 0.5f, 0.2f, 0.4f};
        assertEquals(Math.log(4.0 / 3), loss(logits, boxes, 2, 1, new DetectionTargets(List.of(NOTHING))), 1e-6);
    }

    /** Written down once more, slowly, after the authors' matcher and criterion. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theLossIsThatOfTheCheapestAssignmentOfEachLayer(long seed) {
        Case drawn = new Case(seed);
        assertEquals(drawn.expected(), drawn.loss(drawn.logits, drawn.boxes), 1e-4);
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        Case drawn = new Case(9);
        NDList logits = drawn.layers(drawn.logits, Case.CLASSES + 1);
        NDList boxes = drawn.layers(drawn.boxes, 4);
        logits.forEach(array -> array.setRequiresGradient(true));
        boxes.forEach(array -> array.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(DetrSetLoss.PAPER.of(Pass.training(), logits, boxes, drawn.targets));
        }
        for (int layer = 0; layer < Case.LAYERS; layer++) {
            float[] ofLogits = logits.get(layer).getGradient().toFloatArray();
            for (int i = 0; i < ofLogits.length; i++) {
                float[][] more = copy(drawn.logits);
                float[][] less = copy(drawn.logits);
                more[layer][i] += 1e-2f;
                less[layer][i] -= 1e-2f;
                double slope = (drawn.loss(more, drawn.boxes) - drawn.loss(less, drawn.boxes)) / 2e-2;
                assertEquals(slope, ofLogits[i], 1e-3, "logit " + i);
            }
            float[] ofBoxes = boxes.get(layer).getGradient().toFloatArray();
            for (int i = 0; i < ofBoxes.length; i++) {
                float[][] more = copy(drawn.boxes);
                float[][] less = copy(drawn.boxes);
                more[layer][i] += 2e-3f;
                less[layer][i] -= 2e-3f;
                double slope = (drawn.loss(drawn.logits, more) - drawn.loss(drawn.logits, less)) / 4e-3;
                assertEquals(slope, ofBoxes[i], 0.02 * Math.max(1, Math.abs(slope)), "box element " + i);
            }
        }
    }

    @Test
    void moreObjectsThanProposalsAreRefused() {
        Objects three =
                new Objects(new int[3], new float[] {.5f, .5f, .1f, .1f, .5f, .5f, .1f, .1f, .5f, .5f, .1f, .1f});
        assertThrows(
                IllegalArgumentException.class,
                () -> loss(new float[4], new float[8], 2, 1, new DetectionTargets(List.of(three))));
    }

    @Test
    void aProposalThatIsNoNumberIsRefused() {
        float[] logits = {0, Float.NaN, 0, 0};
        float[] boxes = {0.1f, 0.1f, 0.1f, 0.1f, 0.6f, 0.5f, 0.2f, 0.4f};
        DetectionTargets targets =
                new DetectionTargets(List.of(new Objects(new int[] {0}, new float[] {0.5f, 0.5f, 0.2f, 0.4f})));
        var e = assertThrows(IllegalArgumentException.class, () -> loss(logits, boxes, 2, 1, targets));
        assertTrue(e.getMessage().contains("NaN"), e.getMessage());
    }

    /** A map of two by two places over a picture that fills its left half: one object lies around the upper place. */
    @Test
    void aPlaceBelongsToTheSmallestObjectInWhoseMiddleItLiesAndPaddingToNone() {
        Objects objects = new Objects(new int[] {1, 0}, new float[] {0.5f, 0.5f, 1, 1, 0.5f, 0.25f, 0.6f, 0.4f});
        NDArray padding = manager.create(new float[] {0, 1, 0, 1}, new Shape(1, 2, 2));
        PlaceGrid grid = new PlaceGrid(new Shape(1, 8, 2, 2), padding);
        assertEquals(1, grid.objectAt(0, 0, objects));
        assertEquals(0, grid.objectAt(0, 2, objects));
        assertTrue(grid.isPadding(0, 1) && grid.isPadding(0, 3));
        // Each of the two places is of its class with 1/3; boxes are those of their objects.
        NDArray boxes = manager.create(
                new float[] {0.5f, 0.25f, 0.6f, 0.4f, 0, 0, 1, 1, 0.5f, 0.5f, 1, 1, 0, 0, 1, 1}, new Shape(1, 4, 4));
        NDArray loss = DetrSetLoss.PAPER.ofPlaces(
                Pass.inference(),
                manager.zeros(new Shape(1, 4, 3)),
                boxes,
                grid,
                new DetectionTargets(List.of(objects)));
        assertEquals(Math.log(3), loss.getFloat(), 1e-6);
    }

    @Test
    void placesAtTheBorderOfAnObjectAreOfNoMatter() {
        Objects objects = new Objects(new int[] {0}, new float[] {0.375f, 0.5f, 0.75f, 1});
        PlaceGrid grid = new PlaceGrid(new Shape(1, 8, 4, 4), null);
        assertEquals(PlaceGrid.BORDER, grid.objectAt(0, 1, objects));
        assertEquals(PlaceGrid.BORDER, grid.objectAt(0, 4, objects));
        assertEquals(0, grid.objectAt(0, 5, objects));
        assertEquals(PlaceGrid.NOTHING, grid.objectAt(0, 7, objects));
        Objects dot = new Objects(new int[] {0}, new float[] {0.3f, 0.3f, 0.05f, 0.05f});
        assertEquals(0, grid.objectAt(0, 5, dot));
    }

    private double loss(float[] logits, float[] boxes, int queries, int classes, DetectionTargets targets) {
        return DetrSetLoss.PAPER
                .of(
                        Pass.inference(),
                        new NDList(manager.create(logits, new Shape(1, queries, classes + 1))),
                        new NDList(manager.create(boxes, new Shape(1, queries, 4))),
                        targets)
                .getFloat();
    }

    private static float[][] copy(float[][] values) {
        float[][] copy = new float[values.length][];
        for (int i = 0; i < values.length; i++) {
            copy[i] = values[i].clone();
        }
        return copy;
    }

    /** Three pictures, one of them without objects, and two layers of five proposals. */
    private final class Case {

        static final int LAYERS = 2;
        static final int QUERIES = 5;
        static final int CLASSES = 3;
        static final int BATCH = 3;

        final float[][] logits = new float[LAYERS][BATCH * QUERIES * (CLASSES + 1)];
        final float[][] boxes = new float[LAYERS][BATCH * QUERIES * 4];
        final DetectionTargets targets;

        Case(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int layer = 0; layer < LAYERS; layer++) {
                for (int i = 0; i < logits[layer].length; i++) {
                    logits[layer][i] = (float) random.nextDouble(-2, 2);
                }
                fill(random, boxes[layer]);
            }
            targets = new DetectionTargets(List.of(objects(random, 3), NOTHING, objects(random, 2)));
        }

        private static void fill(SplittableRandom random, float[] boxes) {
            for (int i = 0; i < boxes.length; i++) {
                boxes[i] = (float) (i % 4 < 2 ? random.nextDouble(0.2, 0.8) : random.nextDouble(0.1, 0.6));
            }
        }

        private static Objects objects(SplittableRandom random, int count) {
            float[] boxes = new float[4 * count];
            fill(random, boxes);
            return new Objects(random.ints(count, 0, CLASSES).toArray(), boxes);
        }

        NDList layers(float[][] values, int width) {
            NDList list = new NDList();
            for (float[] layer : values) {
                list.add(manager.create(layer, new Shape(BATCH, QUERIES, width)));
            }
            return list;
        }

        double loss(float[][] someLogits, float[][] someBoxes) {
            return DetrSetLoss.PAPER
                    .of(Pass.inference(), layers(someLogits, CLASSES + 1), layers(someBoxes, 4), targets)
                    .getFloat();
        }

        double expected() {
            double total = 0;
            for (int layer = 0; layer < LAYERS; layer++) {
                double entropy = 0;
                double weights = 0;
                double ofBoxes = 0;
                for (int picture = 0; picture < BATCH; picture++) {
                    Objects objects = targets.pictures().get(picture);
                    int[] objectOf = cheapest(layer, picture, objects);
                    for (int query = 0; query < QUERIES; query++) {
                        int object = objectOf[query];
                        double weight = object < 0 ? 0.1 : 1;
                        int wanted = object < 0 ? CLASSES : objects.classes()[object];
                        entropy -= weight * Math.log(probability(layer, picture, query, wanted));
                        weights += weight;
                        ofBoxes +=
                                object < 0 ? 0 : 2 + boxCost(layer, picture, query, objects, object); // 2 (1 - overlap)
                    }
                }
                total += entropy / weights + ofBoxes / 5;
            }
            return total;
        }

        private double probability(int layer, int picture, int query, int wanted) {
            int at = (picture * QUERIES + query) * (CLASSES + 1);
            double sum = 0;
            for (int i = 0; i <= CLASSES; i++) {
                sum += Math.exp(logits[layer][at + i]);
            }
            return Math.exp(logits[layer][at + wanted]) / sum;
        }

        private double boxCost(int layer, int picture, int query, Objects objects, int object) {
            int at = (picture * QUERIES + query) * 4;
            double error = 0;
            for (int i = 0; i < 4; i++) {
                error += Math.abs(boxes[layer][at + i] - objects.boxes()[4 * object + i]);
            }
            return 5 * error - 2 * BoxOverlap.generalised(boxes[layer], at, objects.boxes(), 4 * object);
        }

        /** Tries all: for each query its object, or -1. */
        private int[] cheapest(int layer, int picture, Objects objects) {
            int[] best = null;
            double least = Double.POSITIVE_INFINITY;
            int choices = (int) Math.pow(QUERIES, objects.count());
            for (int choice = 0; choice < choices; choice++) {
                int[] objectOf = {-1, -1, -1, -1, -1};
                double cost = 0;
                boolean valid = true;
                int rest = choice;
                for (int object = 0; object < objects.count(); object++, rest /= QUERIES) {
                    int query = rest % QUERIES;
                    valid &= objectOf[query] < 0;
                    objectOf[query] = object;
                    cost += boxCost(layer, picture, query, objects, object)
                            - probability(layer, picture, query, objects.classes()[object]);
                }
                if (valid && cost < least) {
                    least = cost;
                    best = objectOf;
                }
            }
            return best;
        }
    }
}
