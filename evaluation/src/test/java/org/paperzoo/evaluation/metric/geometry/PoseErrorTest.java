package org.paperzoo.evaluation.metric.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.ReferenceTensors;

/** Against VideoPose3D 1afb1ca, and the definitions of PCK and PCKh. */
class PoseErrorTest {

    private static final double TOLERANCE = 1e-9;

    private static final JsonNode EXPECTED = ReferenceCases.json("pose_geometry/expected.json");

    private static final Map<String, MeanMetric<Poses, Poses>> METRICS = Map.of(
            "mpjpe", PoseError.mpjpe(),
            "mpjpe_root_aligned(joint 0)", PoseError.rootAligned(0),
            "p_mpjpe", PoseError.procrustes(),
            "n_mpjpe", PoseError.normalised(),
            "mean_velocity_error", PoseError.velocity(),
            "pck@150(<=)", CorrectKeypoints.within(150),
            "auc_pck_0..150_step5", CorrectKeypoints.areaUpTo(150));

    private static Poses poses(String name) {
        try (ReferenceTensors tensors = ReferenceTensors.open("pose_geometry/inputs.safetensors")) {
            int[] shape = tensors.shape(name);
            return new Poses(tensors.numbers(name), shape[0], shape[1], shape[2]);
        }
    }

    /** Each frame as a sequence of its own. */
    private static List<Poses> frames(Poses poses) {
        int width = poses.joints() * poses.axes();
        List<Poses> frames = new ArrayList<>();
        for (int from = 0; from < poses.coordinates().length; from += width) {
            frames.add(new Poses(
                    Arrays.copyOfRange(poses.coordinates(), from, from + width), 1, poses.joints(), poses.axes()));
        }
        return frames;
    }

    @TestFactory
    Stream<DynamicTest> casesScoreAsInVideoPose3d() {
        Poses target = poses("target");
        List<DynamicTest> tests = new ArrayList<>();
        EXPECTED.get("cases").properties().forEach(entry -> {
            if (!entry.getKey().startsWith("pred_")) {
                return;
            }
            Poses prediction = poses(entry.getKey());
            entry.getValue()
                    .properties()
                    .forEach(value -> tests.add(DynamicTest.dynamicTest(entry.getKey() + " " + value.getKey(), () -> {
                        if (value.getValue().isArray()) {
                            double[] expected = numbers(value.getValue());
                            for (int i = 0; i < expected.length; i++) {
                                assertEquals(
                                        expected[i],
                                        evaluate(
                                                PoseError.procrustes(),
                                                frames(prediction).get(i),
                                                frames(target).get(i)),
                                        TOLERANCE);
                            }
                        } else {
                            assertEquals(
                                    number(value.getValue()),
                                    evaluate(METRICS.get(value.getKey()), prediction, target),
                                    TOLERANCE);
                        }
                    })));
        });
        return tests.stream();
    }

    private static double evaluate(MeanMetric<Poses, Poses> metric, Poses prediction, Poses reference) {
        return metric.evaluate(List.of(prediction), List.of(reference)).value();
    }

    @Test
    void headSizesScaleTheThresholdOfPckh() {
        JsonNode expected = EXPECTED.at("/cases/pckh");
        MeanMetric<Poses, CorrectKeypoints.LabelledPose> metric = CorrectKeypoints.ofHeadSize(16, 0.5, 0.1);
        List<CorrectKeypoints.LabelledPose> references = new ArrayList<>();
        try (ReferenceTensors tensors = ReferenceTensors.open("pose_geometry/inputs.safetensors")) {
            double[] sizes = tensors.numbers("head_size");
            byte[] visible = tensors.bytes("visible");
            List<Poses> frames = frames(poses("gt2d"));
            for (int i = 0; i < sizes.length; i++) {
                boolean[] seen = new boolean[16];
                for (int joint = 0; joint < 16; joint++) {
                    seen[joint] = visible[16 * i + joint] != 0;
                }
                references.add(new CorrectKeypoints.LabelledPose(frames.get(i), sizes[i], seen));
            }
        }
        List<Poses> predictions = frames(poses("pred2d"));
        MetricResult result = metric.evaluate(predictions, references);
        assertEquals(number(expected.get("PCKh@0.5")), result.value(), TOLERANCE);
        assertEquals(number(expected.get("PCKh@0.1")), result.number("PCKh@0.1"), TOLERANCE);
        double[] byJoint = numbers(expected.get("per_joint@0.5"));
        for (int joint = 0; joint < 16; joint++) {
            assertEquals(byJoint[joint], result.number("joint_" + joint), TOLERANCE);
        }
        ReferenceCases.assertMergesExactly(metric, predictions, references, 7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void splitShuffledAndMergedTheyScoreTheSame(long seed) {
        List<Poses> predictions = new ArrayList<>();
        List<Poses> references = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            predictions.add(random(random, 2 + i % 3));
            references.add(random(random, 2 + i % 3));
        }
        METRICS.values().forEach(metric -> ReferenceCases.assertMergesExactly(metric, predictions, references, seed));
    }

    private static Poses random(Random random, int frames) {
        return new Poses(random.doubles(frames * 5 * 3L, -200, 200).toArray(), frames, 5, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPerfectPredictionHasNoErrorAndASimilarOneNoneAfterAlignment(long seed) {
        Poses poses = random(new Random(seed), 4);
        METRICS.forEach((name, metric) ->
                assertEquals(name.contains("pck") ? 1 : 0, evaluate(metric, poses, poses), 1e-12, name));
        double[] turned = new double[poses.coordinates().length];
        for (int i = 0; i < turned.length; i += 3) {
            turned[i] = 7 - 3 * poses.coordinates()[i + 1];
            turned[i + 1] = 3 * poses.coordinates()[i];
            turned[i + 2] = 3 * poses.coordinates()[i + 2] - 1;
        }
        assertEquals(0, evaluate(PoseError.procrustes(), new Poses(turned, 4, 5, 3), poses), 1e-10);
    }

    @Test
    void jointsThatAllCoincideAreMovedToTheCentre() {
        Poses point = new Poses(new double[15], 1, 5, 3);
        Poses poses = random(new Random(4), 1);
        double value = evaluate(PoseError.procrustes(), point, poses);
        assertEquals(true, value > 0 && Double.isFinite(value));
    }

    @Test
    void posesThatDoNotFitAreRefused() {
        Poses two = random(new Random(1), 2);
        Poses one = random(new Random(1), 1);
        assertEquals(
                "example 0: the prediction has 1 frames of 5 joints with 3 axes, the reference 2 frames of 5 joints"
                        + " with 3 axes",
                assertThrows(IllegalArgumentException.class, () -> evaluate(PoseError.mpjpe(), one, two))
                        .getMessage());
        assertEquals(
                "example 0: a velocity needs two frames, not 1",
                assertThrows(IllegalArgumentException.class, () -> evaluate(PoseError.velocity(), one, one))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> evaluate(PoseError.rootAligned(5), one, one));
        assertEquals(
                "joint 1 of frame 0 has the coordinate NaN",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Poses(new double[] {0, 0, 0, Double.NaN}, 1, 2, 2))
                        .getMessage());
    }
}
