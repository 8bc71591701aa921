package org.paperzoo.evaluation.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.SafetensorsCheckpoint;
import org.paperzoo.zoo.checkpoint.SafetensorsWriter;
import org.paperzoo.zoo.checkpoint.TensorInfo;

/** Safetensors files, scored as the reference cases say. */
class TensorScorersTest {

    @TempDir
    private Path folder;

    /**
     * Writes some tensors of a reference case under other names.
     *
     * @param names the name in the case by the name to write
     */
    private String file(String source, Map<String, String> names) throws IOException {
        Path target = folder.resolve(names.hashCode() + ".safetensors");
        try (SafetensorsCheckpoint tensors = SafetensorsCheckpoint.open(ReferenceCases.path(source))) {
            SafetensorsWriter.write(target, new Renamed(tensors, new LinkedHashMap<>(names)), Map.of());
        }
        return target.toString();
    }

    private record Renamed(Checkpoint tensors, Map<String, String> originals) implements Checkpoint {

        @Override
        public String source() {
            return tensors.source();
        }

        @Override
        public Set<String> names() {
            return originals.keySet();
        }

        @Override
        public TensorInfo info(String name) {
            TensorInfo info = tensors.info(originals.get(name));
            return new TensorInfo(name, info.type(), info.shape());
        }

        @Override
        public ByteBuffer read(String name) throws IOException {
            return tensors.read(originals.get(name)).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void close() {}
    }

    private static Map<String, List<String>> given(String... pairs) {
        Map<String, List<String>> given = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            given.put(pairs[i], pairs[i + 1] == null ? List.of() : List.of(pairs[i + 1]));
        }
        return given;
    }

    private static MetricResult run(String scorer, String... pairs) throws IOException {
        return ScoreRun.run(ScoreRequest.of(Scorers.named(scorer), given(pairs)))
                .result();
    }

    private String features(String name) throws IOException {
        return file("image/features.safetensors", Map.of("features", name));
    }

    @Test
    void featuresAreAtTheDistancesOfTheCases() throws IOException {
        assertEquals(
                number(json("image/expected.json").at("/fid/d64_n300/pytorch_fid")),
                run("fid", "--pred", features("d64_n300/a"), "--gt", features("d64_n300/b"))
                        .value(),
                1e-7);
        assertEquals(
                number(json("image/expected.json").at("/kid_unbiased_whole_set/value")),
                run("kid", "--pred", features("d16_n50/a"), "--gt", features("d16_n50/b"), "--key", "features")
                        .value(),
                1e-10);
    }

    @Test
    void resampledFeaturesGiveAnIntervalAroundTheirDistance() throws IOException {
        Scorer scorer = Scorers.named("kid");
        ScoreReport report = ScoreRun.run(new ScoreRequest(
                scorer,
                ScoreArguments.of(
                        scorer.options(), given("--pred", features("d16_n50/a"), "--gt", features("d16_n50/b"))),
                false,
                true,
                null,
                new SignificanceSettings(
                        OptionalInt.of(40), 0.95, OptionalLong.of(1), SignificanceSettings.PairedTest.BOOTSTRAP),
                2));
        assertTrue(
                report.intervals().value().lower() < report.intervals().value().upper());
        assertEquals(60, report.examples());
    }

    @Test
    void probabilitiesHaveAnInceptionScore() throws IOException {
        String probabilities = file("image/features.safetensors", Map.of("p", "inception_score/probs"));
        assertEquals(
                number(json("image/expected.json").at("/inception_score/splits10_mean")),
                run("is", "--pred", probabilities).value(),
                1e-12);
        assertEquals(
                number(json("image/expected.json").at("/inception_score/splits1")),
                run("is", "--pred", probabilities, "--splits", "1").value(),
                1e-12);
    }

    @Test
    void volumesScoreAsInMedpyAndMonai() throws IOException {
        String prediction = file("segmentation/binary_volumes.safetensors", Map.of("case", "v3d_aniso/result"));
        String reference = file("segmentation/binary_volumes.safetensors", Map.of("case", "v3d_aniso/reference"));
        String[] files = {"--pred", prediction, "--gt", reference, "--spacing", "3,0.78125,0.78125", "--definition"};
        assertEquals(7.03125, run("hd95", with(files, "medpy")).value(), 1e-12);
        assertEquals(7.8125, run("hd95", with(files, "monai")).value(), 1e-6);
        assertEquals(
                1.5760962418029503,
                run("hd95", with(files, "medpy", "--connectivity", "3", "--figure", "assd"))
                        .value(),
                1e-12);
        assertEquals(
                0.5483630952380952,
                run("dice", "--pred", prediction, "--gt", reference, "--definition", "medpy")
                        .value(),
                1e-15);
    }

    private static String[] with(String[] arguments, String... more) {
        String[] all = new String[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    private String geometry(String name, String original) throws IOException {
        return file("pose_geometry/inputs.safetensors", Map.of(name, original));
    }

    @Test
    void posesScoreAsInVideoPose3d() throws IOException {
        String prediction = geometry("walk", "pred_near");
        String target = geometry("walk", "target");
        assertEquals(
                47.009171888399614,
                run("mpjpe", "--pred", prediction, "--gt", target).value(),
                1e-9);
        assertEquals(
                43.53621545242898,
                run("mpjpe", "--pred", prediction, "--gt", target, "--align", "procrustes")
                        .value(),
                1e-9);
        assertEquals(
                0.6806451612903225,
                run("pck", "--pred", prediction, "--gt", target, "--auc", null).value(),
                1e-9);
        String people = file(
                "pose_geometry/inputs.safetensors",
                Map.of("joints", "gt2d", "head_size", "head_size", "visible", "visible"));
        assertEquals(
                0.7386934673366834,
                run("pckh", "--pred", geometry("joints", "pred2d"), "--gt", people)
                        .value(),
                1e-12);
    }

    @Test
    void cloudsAreApartByTheConventionAskedFor() throws IOException {
        String[] files = {"--pred", geometry("cloud", "cloud_a"), "--gt", geometry("cloud", "cloud_b"), "--definition"};
        assertEquals(0.293726394614477, run("chamfer", with(files, "l2-sum")).value(), 1e-12);
        assertEquals(
                0.32306266684891305, run("chamfer", with(files, "l1-half-sum")).value(), 1e-12);
        assertEquals(
                0.5821215343093155,
                run("chamfer", with(files, "fscore", "--threshold", "0.3")).value(),
                1e-12);
        assertThrows(IllegalArgumentException.class, () -> run("chamfer", with(files, "fscore")));
    }

    @Test
    void tensorsThatDoNotFitAreRefusedByName() throws IOException {
        String poses = geometry("walk", "target");
        String other = geometry("run", "target");
        assertTrue(refusal("mpjpe", "--pred", poses, "--gt", other).endsWith("which " + other + " has"));
        assertTrue(refusal("fid", "--pred", poses, "--gt", poses)
                .endsWith("walk has the shape [40, 17, 3]; expected is [pictures, features]"));
        String cloud = geometry("cloud", "cloud_a");
        assertTrue(
                refusal("fid", "--pred", cloud, "--gt", cloud).endsWith("cloud is of the type F64; expected is F32"));
        assertTrue(refusal("mpjpe", "--pred", cloud, "--gt", cloud).contains("expected is [frames, joints, 2 or 3]"));
        assertTrue(refusal("dice", "--definition", "medpy", "--pred", cloud, "--gt", cloud)
                .contains("is of the type F64; expected is "));
        assertTrue(refusal("fid", "--pred", features("d64_n300/a"), "--gt", features("d16_n50/a"))
                .contains("has 64 features"));
        assertTrue(refusal("fid", "--pred", cloud, "--gt", cloud, "--key", "x").contains("lacks the tensor x"));
    }

    private static String refusal(String scorer, String... pairs) {
        String message = assertThrows(InvalidInputException.class, () -> run(scorer, pairs))
                .getMessage();
        assertEquals(1, message.lines().count());
        return message;
    }
}
