package org.paperzoo.evaluation.metric.segmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against mmseg 0.16.0 (lhoyer/DAFormer e6f6e04). */
class MeanIouTest {

    private static final double TOLERANCE = 1e-15;

    /** Names of the reference's lists, and of ours. */
    private static final Map<String, String> LISTS = Map.of(
            "area_intersect", "intersect",
            "area_union", "union",
            "area_pred_label", "predicted",
            "area_label", "labelled",
            "IoU", "iou",
            "Acc", "acc",
            "Dice", "dice",
            "Fscore", "fscore",
            "Precision", "precision",
            "Recall", "recall");

    @TestFactory
    Stream<DynamicTest> casesScoreAsInMmseg() {
        List<DynamicTest> tests = new ArrayList<>();
        json("segmentation/expected.json").get("miou").properties().forEach(entry -> {
            MeanIou metric = new MeanIou(protocol(entry.getValue()));
            List<LabelMap> predictions = maps(
                    entry.getKey(), "pred", entry.getValue().get("n_images").intValue());
            List<LabelMap> references =
                    maps(entry.getKey(), "gt", entry.getValue().get("n_images").intValue());
            tests.add(DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> agrees(entry.getValue().get("all"), metric.evaluate(predictions, references))));
            for (int i = 0; i < entry.getValue().path("per_image").size(); i++) {
                int image = i;
                tests.add(DynamicTest.dynamicTest(
                        entry.getKey() + " image " + i,
                        () -> agrees(
                                entry.getValue().get("per_image").get(image),
                                metric.evaluate(List.of(predictions.get(image)), List.of(references.get(image))))));
            }
        });
        return tests.stream();
    }

    private static void agrees(JsonNode expected, MetricResult result) {
        LISTS.forEach((theirs, ours) -> {
            if (expected.has(theirs)) {
                assertArrayEquals(numbers(expected.get(theirs)), result.numbers(ours), TOLERANCE, ours);
            }
            if (expected.has("nanmean_" + theirs)) {
                assertEquals(number(expected.get("nanmean_" + theirs)), result.number("m" + theirs), TOLERANCE);
            }
        });
        assertEquals(number(expected.get("aAcc")), result.number("aAcc"), TOLERANCE);
        assertEquals(result.number("mIoU"), result.value());
    }

    private static SegmentationProtocol protocol(JsonNode example) {
        Map<Integer, Integer> labelMap = new LinkedHashMap<>();
        example.path("label_map")
                .properties()
                .forEach(entry -> labelMap.put(
                        Integer.valueOf(entry.getKey()), entry.getValue().intValue()));
        return new SegmentationProtocol(
                example.get("num_classes").intValue(),
                example.get("ignore_index").intValue(),
                example.path("reduce_zero_label").booleanValue(),
                labelMap);
    }

    private static List<LabelMap> maps(String name, String kind, int count) {
        List<LabelMap> maps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (InputStream in = ReferenceCases.open("segmentation/png/" + name + "_" + i + "_" + kind + ".png")) {
                BufferedImage image = ImageIO.read(in);
                byte[] labels = new byte[image.getWidth() * image.getHeight()];
                image.getRaster().getDataElements(0, 0, image.getWidth(), image.getHeight(), labels);
                maps.add(LabelMap.ofBytes(image.getWidth(), image.getHeight(), labels));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return maps;
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        ReferenceCases.assertMergesExactly(
                new MeanIou(SegmentationProtocol.of(19)), maps("c19", "pred", 5), maps("c19", "gt", 5), 23);
    }

    @Test
    void anExactPredictionScoresOne() {
        Random random = new Random(1);
        int[] labels = random.ints(600, 0, 5).toArray();
        LabelMap map = LabelMap.ofIntegers(30, 20, labels);
        assertEquals(
                1.0,
                new MeanIou(SegmentationProtocol.of(7))
                        .evaluate(List.of(map), List.of(map))
                        .value());
    }

    /** Bytes are counted by pairs, integers one by one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void bytesCountAsIntegersDo(long seed) {
        Random random = new Random(seed);
        int classes = seed == 6 ? 256 : 1 + random.nextInt(40);
        Map<Integer, Integer> labelMap = seed % 2 == 0 ? Map.of() : Map.of(3, 1, 7, -1, 5, 300);
        MeanIou metric = new MeanIou(new SegmentationProtocol(
                classes, new int[] {255, 0, -1}[random.nextInt(3)], random.nextBoolean(), labelMap));
        byte[][] bytes = new byte[2][31 * 17];
        int[][] integers = new int[2][31 * 17];
        for (int side = 0; side < 2; side++) {
            random.nextBytes(bytes[side]);
            // Runs too, which are counted by eights.
            Arrays.fill(bytes[side], 30, 200 + side, (byte) side);
            Arrays.fill(bytes[side], 300, 310 + 100 * side, (byte) 255);
            for (int i = 0; i < bytes[side].length; i++) {
                integers[side][i] = bytes[side][i] & 0xFF;
            }
        }
        assertEquals(
                metric.evaluate(
                        List.of(LabelMap.ofIntegers(31, 17, integers[0])),
                        List.of(LabelMap.ofIntegers(31, 17, integers[1]))),
                metric.evaluate(
                        List.of(LabelMap.ofBytes(31, 17, bytes[0])), List.of(LabelMap.ofBytes(31, 17, bytes[1]))));
    }

    @Test
    void labelsBeyondBytesCountOnTheOtherSideOnly() {
        LabelMap predicted = LabelMap.ofIntegers(3, 1, new int[] {0, -5, 100_000});
        LabelMap labelled = LabelMap.ofIntegers(3, 1, new int[] {100_000, 1, 0});
        MetricResult result = new MeanIou(SegmentationProtocol.of(2)).evaluate(List.of(predicted), List.of(labelled));
        assertArrayEquals(new double[] {1, 0}, result.numbers("predicted"));
        assertArrayEquals(new double[] {1, 1}, result.numbers("labelled"));
    }

    @Test
    void intervalsHoldTheValue() {
        MeanIou metric = new MeanIou(SegmentationProtocol.of(19));
        List<LabelMap> predictions = maps("c19", "pred", 5);
        List<LabelMap> references = maps("c19", "gt", 5);
        List<Accumulator<LabelMap, LabelMap>> units = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            units.add(metric.newAccumulator());
            units.get(i).update(predictions.get(i), references.get(i));
        }
        Bootstrap.Interval interval =
                Bootstrap.of(metric, 3).intervals(metric.resampler(units)).value();
        double value = metric.evaluate(predictions, references).value();
        assertEquals(1000, interval.resamples());
        assertEquals(true, interval.lower() < value && value < interval.upper());
    }

    @Test
    void mapsOfOtherSizesAreRefused() {
        LabelMap wide = LabelMap.ofBytes(2, 1, new byte[2]);
        LabelMap high = LabelMap.ofBytes(1, 2, new byte[2]);
        Exception error = assertThrows(
                IllegalArgumentException.class,
                () -> new MeanIou(SegmentationProtocol.of(2)).evaluate(List.of(wide), List.of(high)));
        assertEquals("example 0: the prediction has 2 x 1 pixels, the reference 1 x 2", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> LabelMap.ofBytes(-1, -2, new byte[2]));
        assertThrows(IllegalArgumentException.class, () -> SegmentationProtocol.of(0));
    }
}
