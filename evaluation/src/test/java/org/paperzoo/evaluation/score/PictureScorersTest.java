package org.paperzoo.evaluation.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.zoo.InvalidInputException;

/** Folders of PNG files, scored as the reference cases say. */
class PictureScorersTest {

    @TempDir
    private Path folder;

    private Path references;
    private Path predictions;

    @BeforeEach
    void makeFolders() throws IOException {
        references = Files.createDirectories(folder.resolve("gt/city"));
        predictions = Files.createDirectories(folder.resolve("pred/city"));
    }

    private void copy(String set, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String name = "segmentation/png/" + set + "_" + i + "_";
            Files.copy(ReferenceCases.path(name + "gt.png"), references.resolve(i + ".png"));
            Files.copy(ReferenceCases.path(name + "pred.png"), predictions.resolve(i + ".png"));
        }
    }

    private Map<String, List<String>> folders(String... more) {
        Map<String, List<String>> given = new HashMap<>();
        given.put("--gt", List.of(folder.resolve("gt").toString()));
        given.put("--pred", List.of(folder.resolve("pred").toString()));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1] == null ? List.of() : List.of(more[i + 1]));
        }
        return given;
    }

    private static MetricResult run(String scorer, Map<String, List<String>> given) throws IOException {
        return ScoreRun.run(ScoreRequest.of(Scorers.named(scorer), given)).result();
    }

    @Test
    void foldersOfLabelMapsScoreAsInMmseg() throws IOException {
        copy("c19", 5);
        MetricResult result = run("miou", folders("--classes", "19"));
        assertEquals(number(json("segmentation/expected.json").at("/miou/c19/all/nanmean_IoU")), result.value(), 1e-15);
        assertEquals("miou-mmseg-19", result.metric());
    }

    @Test
    void labelMapsAndReducedLabelsAreAppliedToReferences() throws IOException {
        JsonNode expected = json("segmentation/expected.json").get("miou");
        copy("rzl", 2);
        assertEquals(
                number(expected.at("/rzl/all/nanmean_IoU")),
                run("miou", folders("--classes", expected.at("/rzl/num_classes").asText(), "--reduce-zero-label", null))
                        .value(),
                1e-15);
        for (int i = 0; i < 2; i++) {
            Files.delete(references.resolve(i + ".png"));
            Files.delete(predictions.resolve(i + ".png"));
        }
        copy("lmap", 2);
        Path map = Files.writeString(
                folder.resolve("map.json"), new ObjectMapper().writeValueAsString(expected.at("/lmap/label_map")));
        assertEquals(
                number(expected.at("/lmap/all/nanmean_IoU")),
                run(
                                "miou",
                                folders(
                                        "--classes",
                                        expected.at("/lmap/num_classes").asText(),
                                        "--label-map",
                                        map.toString()))
                        .value(),
                1e-15);
        Files.writeString(map, "{\"a\": 1}");
        InvalidInputException error = assertThrows(
                InvalidInputException.class,
                () -> run("miou", folders("--classes", "9", "--label-map", map.toString())));
        assertTrue(error.getMessage().contains("a: 1 is not a label and what it stands for"), error.getMessage());
    }

    @Test
    void intervalsAreTheSameOnAnyNumberOfThreads() throws IOException {
        copy("c19", 5);
        Scorer scorer = Scorers.named("miou");
        ScoreReport[] reports = new ScoreReport[2];
        for (int i = 0; i < 2; i++) {
            reports[i] = ScoreRun.run(new ScoreRequest(
                    scorer,
                    ScoreArguments.of(scorer.options(), folders("--classes", "19")),
                    false,
                    true,
                    folder.resolve("pred").toString(),
                    new SignificanceSettings(
                            OptionalInt.of(50), 0.95, OptionalLong.of(1), SignificanceSettings.PairedTest.BOOTSTRAP),
                    1 + 2 * i));
        }
        assertEquals(reports[0], reports[1]);
        assertEquals(0, reports[0].comparison().difference());
    }

    @Test
    void aPictureWithoutCounterpartIsNamed() throws IOException {
        copy("c19", 3);
        Files.delete(predictions.resolve("1.png"));
        InvalidInputException missing =
                assertThrows(InvalidInputException.class, () -> run("miou", folders("--classes", "19")));
        assertTrue(missing.getMessage().contains("lacks " + Path.of("city", "1.png")), missing.getMessage());
        Files.delete(references.resolve("1.png"));
        Files.delete(references.resolve("2.png"));
        InvalidInputException extra =
                assertThrows(InvalidInputException.class, () -> run("miou", folders("--classes", "19")));
        assertTrue(extra.getMessage().contains("has " + Path.of("city", "2.png")), extra.getMessage());
        Files.delete(predictions.resolve("2.png"));
        Files.delete(predictions.resolve("0.png"));
        Files.delete(references.resolve("0.png"));
        assertTrue(assertThrows(InvalidInputException.class, () -> run("miou", folders("--classes", "19")))
                .getMessage()
                .endsWith("has no PNG files"));
        Map<String, List<String>> nowhere =
                folders("--classes", "19", "--gt", folder.resolve("none").toString());
        assertThrows(NoSuchFileException.class, () -> run("miou", nowhere));
    }

    @Test
    void picturesThatAreNoLabelMapsAreRefusedByName() throws IOException {
        copy("c19", 1);
        ImageIO.write(
                new BufferedImage(256, 128, BufferedImage.TYPE_INT_RGB),
                "png",
                predictions.resolve("0.png").toFile());
        InvalidInputException colour =
                assertThrows(InvalidInputException.class, () -> run("miou", folders("--classes", "19")));
        assertTrue(colour.getMessage().contains("0.png: the picture has 3 channels"), colour.getMessage());
        ImageIO.write(
                new BufferedImage(2, 3, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                predictions.resolve("0.png").toFile());
        InvalidInputException small =
                assertThrows(InvalidInputException.class, () -> run("miou", folders("--classes", "19")));
        assertTrue(
                small.getMessage().endsWith("0.png: the prediction has 2 x 3 pixels, the reference 256 x 128"),
                small.getMessage());
    }

    @Test
    void labelsOfSixteenBitsAreRead() throws IOException {
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 300);
        ImageIO.write(deep, "png", references.resolve("0.png").toFile());
        ImageIO.write(deep, "png", predictions.resolve("0.png").toFile());
        MetricResult result = run("miou", folders("--classes", "301"));
        assertEquals(1, result.value());
        assertEquals(1, result.numbers("iou")[300]);
    }

    @Test
    void masksInPicturesHaveDistances() throws IOException {
        copy("c19", 2);
        MetricResult dice = run("dice", folders("--definition", "medpy", "--labels", "3,5"));
        assertEquals("dice-medpy-labels-3-5", dice.metric());
        assertTrue(dice.value() > 0 && dice.value() < 1);
        MetricResult near = run("hd95", folders("--definition", "monai", "--labels", "3"));
        MetricResult far = run("hd95", folders("--definition", "monai", "--labels", "3", "--spacing", "2,2"));
        assertEquals(2 * near.value(), far.value(), 1e-6 * far.value());
        assertEquals(
                1,
                run("surface-dice", folders("--tolerance", "1000", "--labels", "3"))
                        .value());
        assertThrows(
                IllegalArgumentException.class, () -> run("dice", folders("--definition", "medpy", "--labels", "x")));
        InvalidInputException axes = assertThrows(
                InvalidInputException.class,
                () -> run("hd95", folders("--definition", "monai", "--labels", "3", "--spacing", "1,2,3")));
        assertTrue(axes.getMessage().contains("needs as many positive finite spacings"), axes.getMessage());
    }

    @Test
    void panopticFilesScoreAsInPanopticapi() throws IOException {
        JsonNode panoptic = json("segmentation/panoptic.json");
        Path annotations = folder.resolve("annotations.json");
        Path found = folder.resolve("found.json");
        Files.write(annotations, new ObjectMapper().writeValueAsBytes(panoptic.get("gt")));
        Files.write(found, new ObjectMapper().writeValueAsBytes(panoptic.get("pred")));
        Map<String, List<String>> given = new HashMap<>();
        given.put("--gt", List.of(annotations.toString()));
        given.put("--pred", List.of(found.toString()));
        given.put("--gt-dir", List.of(ReferenceCases.path("segmentation/pan_gt").toString()));
        given.put(
                "--pred-dir",
                List.of(ReferenceCases.path("segmentation/pan_pred").toString()));
        assertEquals(
                number(json("segmentation/expected.json").at("/panoptic/All/pq")),
                run("pq", given).value(),
                1e-15);
        given.remove("--pred-dir");
        assertThrows(NoSuchFileException.class, () -> run("pq", given));
        Files.writeString(
                found,
                "{\"annotations\": [{\"image_id\": 0, \"file_name\": \"0.png\", \"segments_info\": [{\"id\": 0}]}]}");
        assertTrue(assertThrows(IOException.class, () -> run("pq", given))
                .getMessage()
                .contains("annotations[0].segments_info[0]"));
        Files.write(found, new ObjectMapper().writeValueAsBytes(panoptic.get("pred")));
        String outside =
                new ObjectMapper().writeValueAsString(panoptic.get("gt")).replaceFirst("\"0.png\"", "\"../../0.png\"");
        Path leading = Files.writeString(folder.resolve("leading.json"), outside);
        Map<String, List<String>> leadingOut = new HashMap<>(given);
        leadingOut.put("--gt", List.of(leading.toString()));
        leadingOut.put(
                "--pred-dir",
                List.of(ReferenceCases.path("segmentation/pan_pred").toString()));
        assertTrue(assertThrows(InvalidInputException.class, () -> run("pq", leadingOut))
                .getMessage()
                .contains("image 0: the file name ../../0.png leads out of"));
        Files.writeString(found, "{\"annotations\": []}");
        assertTrue(assertThrows(InvalidInputException.class, () -> run("pq", given))
                .getMessage()
                .contains("has no prediction for the image 0"));
    }

    @Test
    void restoredPicturesScoreAsInTheLibraries() throws IOException {
        JsonNode expected = json("image/expected.json").get("restoration");
        double psnr = 0;
        double ssim = 0;
        for (String kind : List.of("noise", "blur")) {
            Files.copy(ReferenceCases.path("image/rgb_ref.png"), references.resolve(kind + ".png"));
            Files.copy(ReferenceCases.path("image/rgb_" + kind + ".png"), predictions.resolve(kind + ".png"));
            psnr += number(expected.at("/rgb_" + kind + "/psnr_data_range255")) / 2;
            ssim += number(expected.at("/rgb_" + kind + "/torchmetrics_ssim_gaussian11")) / 2;
        }
        assertEquals(psnr, run("psnr", folders()).value(), 1e-12);
        assertEquals(ssim, run("ssim", folders("--definition", "torchmetrics")).value(), 1e-5);
        assertTrue(run("psnr", folders("--definition", "torchmetrics")).value() < psnr);
        assertTrue(run("uqi", folders()).value() < 1);
    }
}
