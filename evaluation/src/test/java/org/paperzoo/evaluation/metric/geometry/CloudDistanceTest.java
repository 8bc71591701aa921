package org.paperzoo.evaluation.metric.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.ReferenceTensors;

/** Against the definitions of Chamfer distances and registration errors. */
class CloudDistanceTest {

    private static final double TOLERANCE = 1e-9;

    private static final JsonNode EXPECTED =
            ReferenceCases.json("pose_geometry/expected.json").get("cases");

    private static double[] numbers(String name) {
        try (ReferenceTensors tensors = ReferenceTensors.open("pose_geometry/inputs.safetensors")) {
            return tensors.numbers(name);
        }
    }

    @Test
    void cloudsAreApartByTheDefinitions() {
        JsonNode expected = EXPECTED.get("chamfer");
        List<PointCloud> predictions = List.of(new PointCloud(numbers("cloud_a")));
        List<PointCloud> references = List.of(new PointCloud(numbers("cloud_b")));
        MetricResult squared = CloudDistance.chamferSquared().evaluate(predictions, references);
        assertEquals(number(expected.get("mean_sq_a2b")), squared.number("mean_sq_a2b"), TOLERANCE);
        assertEquals(number(expected.get("mean_sq_b2a")), squared.number("mean_sq_b2a"), TOLERANCE);
        assertEquals(
                number(expected.get("chamfer_l2_sum_of_means_of_squares(PyTorch3D/PCN CD-L2)")),
                squared.value(),
                TOLERANCE);
        assertEquals(
                number(expected.get("chamfer_l1_half_sum_of_means(PCN CD-L1)")),
                CloudDistance.chamfer().evaluate(predictions, references).value(),
                TOLERANCE);
        assertEquals(
                number(expected.get("hausdorff")),
                CloudDistance.hausdorff().evaluate(predictions, references).value(),
                TOLERANCE);
        MetricResult score =
                CloudDistance.fScore(number(expected.get("threshold"))).evaluate(predictions, references);
        assertEquals(number(expected.get("precision_a")), score.number("precision"), TOLERANCE);
        assertEquals(number(expected.get("recall_b")), score.number("recall"), TOLERANCE);
        assertEquals(number(expected.get("fscore")), score.value(), TOLERANCE);
    }

    @Test
    void aRegistrationErrsByTheDefinitions() {
        JsonNode expected = EXPECTED.get("registration");
        Correspondences found = new Correspondences(
                new RigidMotion(numbers("reg_T_est")),
                new PointCloud(numbers("reg_src")),
                new PointCloud(numbers("reg_tgt")));
        MetricResult result = RegistrationError.recall(0.2, 0.1, 0.05)
                .evaluate(List.of(found), List.of(new RigidMotion(numbers("reg_T_gt"))));
        assertEquals(number(expected.get("inlier_ratio@0.1(<)")), result.number("inlier_ratio"), TOLERANCE);
        assertEquals(number(expected.get("RRE_deg")), result.number("rre"), TOLERANCE);
        assertEquals(number(expected.get("RTE")), result.number("rte"), TOLERANCE);
        assertEquals(number(expected.get("rmse_of_transformed_source")), result.number("rmse"), TOLERANCE);
        assertEquals(
                expected.get("feature_matching_hit(IR>0.05)").booleanValue(),
                result.number("feature_matching_recall") == 1);
        assertEquals(expected.get("registration_recall_hit@0.2").booleanValue(), result.value() == 1);
    }

    /** Against the distances to all points; coordinates that repeat test the halving. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 9, 17, 100, 1000})
    void theTreeFindsTheNearest(int size) {
        Random random = new Random(size);
        PointCloud points = cloud(random, size, size % 2 == 0);
        PointCloud others = cloud(random, 50, size % 2 == 0);
        double[] expected = new double[others.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Double.POSITIVE_INFINITY;
            for (int j = 0; j < size; j++) {
                double square = 0;
                for (int axis = 0; axis < 3; axis++) {
                    double difference = points.coordinates()[3 * j + axis] - others.coordinates()[3 * i + axis];
                    square += difference * difference;
                }
                expected[i] = Math.min(expected[i], square);
            }
        }
        assertArrayEquals(expected, new PointTree(points).nearest(others), 1e-15);
    }

    private static PointCloud cloud(Random random, int size, boolean onGrid) {
        double[] coordinates = random.doubles(3L * size).toArray();
        if (onGrid) {
            for (int i = 0; i < coordinates.length; i++) {
                coordinates[i] = Math.rint(3 * coordinates[i]);
            }
        }
        return new PointCloud(coordinates);
    }

    @Test
    void manyEqualPointsTakeNoLonger() {
        PointCloud same = new PointCloud(new double[3 * 200_000]);
        assertEquals(
                0,
                CloudDistance.chamfer().evaluate(List.of(same), List.of(same)).value());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void splitShuffledAndMergedTheyScoreTheSame(long seed) {
        Random random = new Random(seed);
        List<PointCloud> predictions = new ArrayList<>();
        List<PointCloud> references = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            predictions.add(cloud(random, 20 + i, false));
            references.add(cloud(random, 30 - i, false));
        }
        ReferenceCases.assertMergesExactly(CloudDistance.chamferSquared(), predictions, references, seed);
        ReferenceCases.assertMergesExactly(CloudDistance.fScore(0.1), predictions, references, seed);
    }

    @Test
    void whatIsNoCloudOrMotionIsRefused() {
        assertEquals(
                "4 coordinates are no points of three",
                assertThrows(IllegalArgumentException.class, () -> new PointCloud(new double[4]))
                        .getMessage());
        double[] scaled = {2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1};
        assertEquals(
                "the rotation of a motion is not orthonormal: columns 0 and 0 have the product 4.0",
                assertThrows(IllegalArgumentException.class, () -> new RigidMotion(scaled))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> CloudDistance.fScore(0));
    }
}
