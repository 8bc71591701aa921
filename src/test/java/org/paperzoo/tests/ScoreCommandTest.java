package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.tests.Launcher.paperzoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class ScoreCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void bleuOfFilesOfLinesIsOneObjectOfJson() throws Exception {
        Path hypotheses = write("hyp.txt", "the cat sat on the mat", "hello world again and again");
        Path references = write("ref.txt", "the cat sat on a mat", "hello world again and again");
        JsonNode json = json("score", "bleu", "--hyp", hypotheses, "--ref", references, "--json");
        assertEquals("bleu-sacrebleu-13a", json.path("metric").asText());
        assertEquals("[10,7,5,3]", json.path("values").path("counts").toString());
        assertEquals(1, json.path("values").path("bp").asDouble());
        // exp of the mean logarithm of 10/11, 7/9, 5/7 and 3/5
        assertEquals(
                100 * Math.pow(10.0 / 11 * 7 / 9 * 5 / 7 * 3 / 5, 0.25),
                json.path("value").asDouble(),
                1e-10);
        JsonNode perfect = json(
                "score",
                "bleu",
                "--hyp",
                hypotheses,
                "--ref",
                references,
                "--ref",
                hypotheses,
                "--tokenize",
                "char",
                "--json",
                "-");
        assertEquals(100, perfect.path("value").asDouble(), 1e-10);
        assertEquals("bleu-sacrebleu-char", perfect.path("metric").asText());
        Path each = folder.resolve("each.jsonl");
        paperzoo("score", "bleu", "--hyp", hypotheses, "--ref", references, "--effective-order", "--each", each)
                .endedWith(0);
        assertEquals(2, Files.readAllLines(each).size());
        assertEquals(
                100,
                JSON.readTree(Files.readAllLines(each).get(1)).path("value").asDouble(),
                1e-10);
        String paired = paperzoo("score", "bleu", "--hyp", hypotheses, "--ref", references, "--paired", references)
                .endedWith(0)
                .output();
        assertTrue(paired.contains("paired bootstrap"), paired);
    }

    @Test
    void averagePrecisionOfCocosFiles() throws Exception {
        Path annotations = write(
                "gt.json",
                "{\"images\": [{\"id\": 1, \"width\": 100, \"height\": 100}],",
                "\"categories\": [{\"id\": 7, \"name\": \"cat\"}],",
                "\"annotations\": [{\"id\": 1, \"image_id\": 1, \"category_id\": 7, \"bbox\": [10, 10, 40, 40],",
                "\"area\": 1600, \"iscrowd\": 0}]}");
        Path results =
                write("dt.json", "[{\"image_id\": 1, \"category_id\": 7, \"bbox\": [10, 10, 40, 40], \"score\": 0.9}]");
        JsonNode json = json("score", "coco", "--gt", annotations, "--dt", results, "--type", "bbox", "--json");
        assertEquals(1, json.path("value").asDouble(), 1e-12);
        assertEquals(
                List.of("AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"),
                StreamSupport.stream(
                                ((Iterable<String>) () -> json.path("values").fieldNames()).spliterator(), false)
                        .limit(12)
                        .toList());
        assertEquals(-1, json.path("values").path("APs").asDouble());
        Path unknown =
                write("bad.json", "[{\"image_id\": 9, \"category_id\": 7, \"bbox\": [1, 1, 2, 2], \"score\": 1}]");
        paperzoo("score", "coco", "--gt", annotations, "--dt", unknown, "--type", "bbox")
                .endedWith(3)
                .toldInOneLine("image id 9");
    }

    @Test
    void meanIouOfFoldersOfLabelPictures() throws Exception {
        Path truth = Files.createDirectories(folder.resolve("gt"));
        Path predicted = Files.createDirectories(folder.resolve("pred"));
        labels(truth.resolve("a.png"), 0, 0, 1, 255);
        labels(predicted.resolve("a.png"), 0, 1, 1, 1);
        JsonNode json = json(
                "score", "miou", "--gt", truth, "--pred", predicted, "--classes", 3, "--ignore", 255, "--json", "-");
        assertEquals(0.5, json.path("values").path("iou").path(0).asDouble());
        assertEquals(0.5, json.path("values").path("iou").path(1).asDouble());
        assertEquals("NaN", json.path("values").path("iou").path(2).asText());
        assertEquals(0.5, json.path("value").asDouble());
        labels(predicted.resolve("b.png"), 0, 0, 0, 0);
        paperzoo("score", "miou", "--gt", truth, "--pred", predicted, "--classes", 3)
                .endedWith(3)
                .toldInOneLine("b.png");
    }

    @Test
    void everyMetricIsListedWithItsDefinitionAndReference() throws Exception {
        String table = paperzoo("score", "--list").endedWith(0).output();
        for (String id :
                List.of("bleu-sacrebleu-13a", "coco-mask-ap", "hd95-medpy", "hd95-monai", "rouge-google-stem")) {
            assertTrue(table.contains(id), id);
        }
        assertTrue(json("score", "--list", "--json").size() > 50);
        String help = paperzoo("score", "ter", "--help").endedWith(0).output();
        assertTrue(help.contains("--ref=FILE"), help);
    }

    @Test
    void mistakesAreToldInOneLine() throws Exception {
        Path text = write("text.txt", "a");
        Path longer = write("longer.txt", "a", "b");
        Path empty = Files.createFile(folder.resolve("empty.txt"));
        paperzoo("score", "bleu", "--hyp", text, "--ref", longer).endedWith(3).toldInOneLine("text.txt");
        paperzoo("score", "bleu", "--hyp", empty, "--ref", empty).endedWith(3).toldInOneLine("empty.txt");
        paperzoo("score", "bleu", "--hyp", text, "--ref", folder.resolve("none"))
                .endedWith(4)
                .toldInOneLine("none");
        paperzoo("score", "bleu", "--hyp", text).endedWith(2).toldInOneLine("--ref");
        paperzoo("score", "bleu", "--hyp", text, "--ref", text, "--tokenize", "13b")
                .endedWith(2)
                .toldInOneLine("expected one of 13a");
        paperzoo("score", "blue").endedWith(2).toldInOneLine("no command blue");
    }

    private JsonNode json(Object... arguments) throws IOException, InterruptedException {
        return JSON.readTree(paperzoo(arguments).endedWith(0).output());
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private static void labels(Path file, int... labels) throws IOException {
        BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < labels.length; i++) {
            picture.getRaster().setSample(i % 2, i / 2, 0, labels[i]);
        }
        ImageIO.write(picture, "png", file.toFile());
    }
}
