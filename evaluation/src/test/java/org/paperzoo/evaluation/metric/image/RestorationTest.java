package org.paperzoo.evaluation.metric.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against scikit-image 0.19.3 and torchmetrics dab0333. */
class RestorationTest {

    private static final double SCIKIT_IMAGE = 1e-10;
    /** torchmetrics computes in single precision. */
    private static final double TORCHMETRICS = 1e-5;

    /** The reference's names of similarities. */
    private static final Map<String, MeanMetric<Pixels, Pixels>> SIMILARITIES = Map.of(
            "ssim_skimage_default(win7 uniform, sample cov)", StructuralSimilarity.scikitImage(7),
            "ssim_wang2004(gaussian 1.5, use_sample_covariance=False)", StructuralSimilarity.wang2004(),
            "ssim_win11", StructuralSimilarity.scikitImage(11),
            "torchmetrics_ssim_gaussian11", StructuralSimilarity.torchmetrics(),
            "torchmetrics_uqi", StructuralSimilarity.universalQuality());

    private static Pixels pixels(String name) {
        try (InputStream in = ReferenceCases.open("image/" + name)) {
            Raster raster = ImageIO.read(in).getRaster();
            int[] samples = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
            char[] narrow = new char[samples.length];
            for (int i = 0; i < samples.length; i++) {
                narrow[i] = (char) samples[i];
            }
            return new Pixels(narrow, raster.getWidth(), raster.getHeight(), raster.getNumBands(), 255);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> casesScoreAsInTheLibraries() {
        List<DynamicTest> tests = new ArrayList<>();
        ReferenceCases.json("image/expected.json")
                .get("restoration")
                .properties()
                .forEach(entry -> {
                    JsonNode expected = entry.getValue();
                    Pixels reference = pixels(expected.get("ref").textValue());
                    Pixels prediction = pixels(expected.get("test").textValue());
                    tests.add(DynamicTest.dynamicTest(entry.getKey() + " psnr", () -> {
                        MetricResult result = evaluate(SignalToNoise.scikitImage(), prediction, reference);
                        assertEquals(number(expected.get("psnr_data_range255")), result.value(), 1e-12);
                        assertEquals(number(expected.get("mse")), result.number("mse"), 1e-12);
                        assertEquals(number(expected.get("nrmse_euclidean")), result.number("nrmse"), 1e-12);
                        assertEquals(
                                number(expected.get("torchmetrics_psnr")),
                                evaluate(SignalToNoise.torchmetrics(), prediction, reference)
                                        .value(),
                                TORCHMETRICS);
                    }));
                    SIMILARITIES.forEach((name, metric) -> tests.add(DynamicTest.dynamicTest(
                            entry.getKey() + " " + name,
                            () -> assertEquals(
                                    number(expected.get(name)),
                                    evaluate(metric, prediction, reference).value(),
                                    name.startsWith("torch") ? TORCHMETRICS : SCIKIT_IMAGE))));
                });
        return tests.stream();
    }

    private static MetricResult evaluate(MeanMetric<Pixels, Pixels> metric, Pixels prediction, Pixels reference) {
        return metric.evaluate(List.of(prediction), List.of(reference));
    }

    @Test
    void splitShuffledAndMergedTheyScoreTheSame() {
        List<Pixels> predictions = new ArrayList<>();
        List<Pixels> references = new ArrayList<>();
        for (String name : List.of("noise", "blur", "noise", "blur")) {
            predictions.add(pixels("rgb_" + name + ".png"));
            references.add(pixels("rgb_ref.png"));
        }
        ReferenceCases.assertMergesExactly(SignalToNoise.scikitImage(), predictions, references, 1);
        ReferenceCases.assertMergesExactly(SignalToNoise.torchmetrics(), predictions, references, 2);
        ReferenceCases.assertMergesExactly(StructuralSimilarity.wang2004(), predictions, references, 3);
    }

    @Test
    void overSeveralPicturesTheLibrariesDiffer() {
        Pixels dark = new Pixels(new char[4], 2, 2, 1, 255);
        Pixels one = new Pixels(new char[] {1, 1, 1, 1}, 2, 2, 1, 255);
        Pixels ten = new Pixels(new char[] {10, 10, 10, 10}, 2, 2, 1, 255);
        List<Pixels> predictions = List.of(one, ten);
        List<Pixels> references = List.of(dark, dark);
        assertEquals(
                20 * Math.log10(255) - 10,
                SignalToNoise.scikitImage().evaluate(predictions, references).value(),
                1e-12);
        assertEquals(
                20 * Math.log10(255) - 10 * Math.log10(50.5),
                SignalToNoise.torchmetrics().evaluate(predictions, references).value(),
                1e-12);
    }

    @Test
    void picturesThatDoNotFitAreRefused() {
        Pixels grey = new Pixels(new char[12], 4, 3, 1, 255);
        Pixels colour = new Pixels(new char[12], 2, 2, 3, 255);
        assertEquals(
                "example 0: the prediction has 4 x 3 pixels of 1 channels up to 255, the reference 2 x 2 pixels of 3"
                        + " channels up to 255",
                assertThrows(IllegalArgumentException.class, () -> evaluate(SignalToNoise.scikitImage(), grey, colour))
                        .getMessage());
        assertEquals(
                "example 0: the picture has 4 x 3 pixels; windows of 7 need at least 7 x 7",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> evaluate(StructuralSimilarity.scikitImage(7), grey, grey))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Pixels(new char[] {256}, 1, 1, 1, 255));
        assertThrows(IllegalArgumentException.class, () -> StructuralSimilarity.scikitImage(8));
    }
}
