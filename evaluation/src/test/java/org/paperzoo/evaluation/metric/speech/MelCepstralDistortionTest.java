package org.paperzoo.evaluation.metric.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.testkit.SharedFiles;
import org.paperzoo.zoo.checkpoint.SafetensorsCheckpoint;

class MelCepstralDistortionTest {

    private static final double TOLERANCE = 1e-12;

    @Test
    void distortionsAreThoseOfTheDefinition() throws Exception {
        Path folder = SharedFiles.require("metrics/speech");
        JsonNode expected = json(folder.resolve("expected.json")).get("mcd");
        try (SafetensorsCheckpoint file = SafetensorsCheckpoint.open(folder.resolve("mcd.safetensors"))) {
            double[][] a = frames(file, "a");
            MetricResult aligned = MelCepstralDistortion.aligned()
                    .evaluate(List.<double[][]>of(a), List.<double[][]>of(frames(file, "b")));
            assertEquals(expected.get("mcd_aligned").doubleValue(), aligned.value(), TOLERANCE);
            double[][] stretched = frames(file, "b_stretched");
            MetricResult warped =
                    MelCepstralDistortion.warped().evaluate(List.<double[][]>of(a), List.<double[][]>of(stretched));
            assertEquals(expected.get("mcd_dtw").doubleValue(), warped.value(), TOLERANCE);
            assertEquals(expected.get("dtw_path_len(diagonal first)").longValue(), (long) warped.number("frames"));
            TimeWarping warping = new TimeWarping();
            warping.align(a, stretched);
            assertEquals(
                    expected.get("dtw_total_cost(step 1,1,1 on plain Euclid distance)")
                            .doubleValue(),
                    warping.cost(),
                    134 * TOLERANCE);
        }
    }

    private static double[][] frames(SafetensorsCheckpoint file, String name) throws Exception {
        int coefficients = file.info(name).shape().get(1).intValue();
        double[][] frames = new double[file.info(name).shape().get(0).intValue()][coefficients];
        ByteBuffer values = file.read(name).order(ByteOrder.LITTLE_ENDIAN);
        for (double[] frame : frames) {
            for (int i = 0; i < coefficients; i++) {
                frame[i] = values.getDouble();
            }
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void thePathIsThatOfTheWholeTable(long seed) {
        Random random = new Random(seed);
        double[][] first = random(random, 1 + random.nextInt(30));
        double[][] second = random(random, 1 + random.nextInt(30));
        double[][] costs = new double[first.length][second.length];
        int[][] lengths = new int[first.length][second.length];
        for (int i = 0; i < first.length; i++) {
            for (int j = 0; j < second.length; j++) {
                double best = i + j == 0 ? 0 : Double.POSITIVE_INFINITY;
                for (int[] step : new int[][] {{1, 1}, {1, 0}, {0, 1}}) {
                    if (i >= step[0] && j >= step[1] && costs[i - step[0]][j - step[1]] < best) {
                        best = costs[i - step[0]][j - step[1]];
                        lengths[i][j] = lengths[i - step[0]][j - step[1]];
                    }
                }
                costs[i][j] = best + TimeWarping.distance(first[i], second[j]);
                lengths[i][j]++;
            }
        }
        TimeWarping warping = new TimeWarping();
        warping.align(first, second);
        assertEquals(costs[first.length - 1][second.length - 1], warping.cost());
        assertEquals(lengths[first.length - 1][second.length - 1], warping.pathLength());
    }

    private static double[][] random(Random random, int frames) {
        double[][] values = new double[frames][4];
        for (double[] frame : values) {
            for (int i = 0; i < frame.length; i++) {
                // Few values, so that paths tie.
                frame[i] = random.nextInt(3);
            }
        }
        return values;
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        Random random = new Random(9);
        List<double[][]> predictions = new ArrayList<>();
        List<double[][]> references = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int frames = 1 + random.nextInt(10);
            predictions.add(random(random, frames));
            references.add(random(random, frames));
        }
        ReferenceCases.assertMergesExactly(MelCepstralDistortion.aligned(), predictions, references, 1);
        ReferenceCases.assertMergesExactly(MelCepstralDistortion.warped(), predictions, references, 1);
    }

    @Test
    void loudnessChangesNothing() {
        double[][] quiet = {{0, 1, 2}, {0, 2, 3}};
        double[][] loud = {{9, 1, 2}, {8, 2, 3}};
        assertEquals(
                0,
                MelCepstralDistortion.warped()
                        .evaluate(List.<double[][]>of(quiet), List.<double[][]>of(loud))
                        .value());
    }

    @Test
    void utterancesThatDoNotFitAreRefused() {
        var aligned = MelCepstralDistortion.aligned().newAccumulator();
        double[][] two = {{0, 1}, {0, 1}};
        double[][] one = {{0, 1}};
        assertEquals(
                "the prediction has 1 frames and the reference 2; without warping they must be as many",
                assertThrows(IllegalArgumentException.class, () -> aligned.update(one, two))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> aligned.update(new double[0][], two));
        assertThrows(IllegalArgumentException.class, () -> aligned.update(new double[][] {{0, 1, 2}}, one));
        assertThrows(IllegalArgumentException.class, () -> aligned.update(new double[][] {{0, Double.NaN}}, one));
        assertEquals(0, aligned.size());
    }
}
