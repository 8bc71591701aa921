package org.paperzoo.evaluation.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.datasets.InvalidDataException;

class DetectionScorersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode expected = json("coco/expected.json").get("cases");

    @TempDir
    Path folder;

    private Path annotations;
    private Path results;

    @BeforeEach
    void names() {
        annotations = folder.resolve("annotations");
        results = folder.resolve("results");
    }

    private ScoreReport score(String scorer, int threads, Map<String, List<String>> options) throws IOException {
        Map<String, List<String>> given = new HashMap<>(options);
        given.put("--gt", List.of(annotations.toString()));
        given.put("--dt", List.of(results.toString()));
        Scorer named = Scorers.named(scorer);
        return ScoreRun.run(new ScoreRequest(
                named,
                ScoreArguments.of(named.options(), given),
                false,
                false,
                null,
                SignificanceSettings.defaults(),
                threads));
    }

    private void write(String name) throws IOException {
        Files.write(
                annotations,
                JSON.writeValueAsBytes(json("coco/" + name + ".json").get("gt")));
        Files.write(
                results, JSON.writeValueAsBytes(json("coco/" + name + ".json").get("dt")));
    }

    @ParameterizedTest
    @CsvSource({
        "bbox_small, bbox, /bbox_small/default/stats/0",
        "segm_small, segm, /segm_small/segm/stats/0",
        "keypoints_small, keypoints, /keypoints_small/keypoints/stats/0"
    })
    void filesOfCocoAreScoredOnAnyNumberOfThreads(String name, String type, String figure) throws IOException {
        write(name);
        ScoreReport alone = score("coco", 1, Map.of("--type", List.of(type)));
        assertEquals(expected.at(figure).doubleValue(), alone.result().value(), 1e-12);
        assertTrue(alone.result().values().containsKey("category_names"));
        assertEquals(alone, score("coco", 3, Map.of("--type", List.of(type))));
    }

    @Test
    void filesOfLvisAreScored() throws IOException {
        write("lvis_bbox");
        assertEquals(
                expected.at("/lvis_bbox/results_max_dets_300/APr").doubleValue(),
                score("lvis", 2, Map.of()).result().number("APr"),
                1e-12);
        ScoreReport few = score("lvis", 2, Map.of("--max-detections", List.of("10")));
        assertEquals("lvis-box-ap-detections-10", few.definition().id());
    }

    @Test
    void aFileThatDoesNotSayWhatLvisNeedsIsRefused() throws IOException {
        write("bbox_small");
        String message = assertThrows(InvalidDataException.class, () -> score("lvis", 1, Map.of()))
                .getMessage();
        assertEquals(annotations + ": category 1 has no \"frequency\", which LVIS's files say", message);
    }

    @Test
    void ofTwoBrokenFilesTheAnnotationsAreTold() throws IOException {
        Files.writeString(annotations, "{");
        Files.writeString(results, "{");
        for (int round = 0; round < 20; round++) {
            String message = assertThrows(InvalidDataException.class, () -> score("coco", 1, Map.of()))
                    .getMessage();
            assertTrue(message.startsWith(annotations + ": "), message);
        }
    }

    private void writeVoc() throws IOException {
        JsonNode data = json("coco/voc.json");
        Files.createDirectories(annotations);
        Files.createDirectories(results);
        for (JsonNode image : data.get("images")) {
            StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<annotation><filename>x</filename>\n");
            for (JsonNode object : data.get("gt")) {
                if (object.get("image").equals(image)) {
                    JsonNode box = object.get("bbox");
                    xml.append("<object><name>")
                            .append(object.get("class").textValue())
                            .append("</name>");
                    xml.append("<part><name>head</name><bndbox><xmin>1</xmin></bndbox></part>");
                    xml.append("<difficult>").append(object.get("difficult")).append("</difficult><bndbox>");
                    xml.append("<xmin>")
                            .append(box.get(0))
                            .append("</xmin><ymin>")
                            .append(box.get(1));
                    xml.append("</ymin><xmax>")
                            .append(box.get(2))
                            .append("</xmax><ymax>")
                            .append(box.get(3));
                    xml.append("</ymax></bndbox></object>\n");
                }
            }
            Files.writeString(annotations.resolve(image.textValue() + ".xml"), xml.append("</annotation>"));
        }
        for (JsonNode name : data.get("classes")) {
            StringBuilder lines = new StringBuilder();
            for (JsonNode found : data.get("dt")) {
                if (found.get("class").equals(name)) {
                    lines.append(found.get("image").textValue()).append(' ').append(found.get("score"));
                    found.get("bbox").forEach(side -> lines.append(' ').append(side));
                    lines.append('\n');
                }
            }
            Files.writeString(results.resolve("comp4_det_test_" + name.textValue() + ".txt"), lines);
        }
    }

    @Test
    void foldersOfVocAreScored() throws IOException {
        writeVoc();
        assertEquals(
                expected.at("/voc/iou0.5_area/mAP").doubleValue(),
                score("voc", 2, Map.of()).result().value(),
                1e-12);
        assertEquals(
                expected.at("/voc/iou0.75_voc07_11point/mAP").doubleValue(),
                score("voc", 2, Map.of("--eleven-point", List.of(), "--threshold", List.of("0.75")))
                        .result()
                        .value(),
                1e-12);
        Path list = Files.writeString(folder.resolve("list.txt"), "000000\n000001\n");
        String message = assertThrows(
                        InvalidDataException.class, () -> score("voc", 1, Map.of("--images", List.of(list.toString()))))
                .getMessage();
        assertTrue(message.contains(".txt:"), message);
    }

    @Test
    void whatIsWrongInFoldersOfVocIsTold() throws IOException {
        writeVoc();
        Path xml = annotations.resolve("000003.xml");
        String right = Files.readString(xml);
        refused(xml, right.replace("</annotation>", ""), "000003.xml:");
        refused(xml, right.replace("<ymax>", "<zmax>").replace("</ymax>", "</zmax>"), "an object has no ymax");
        refused(xml, right.replaceAll("<xmin>\\d+<", "<xmin>left<"), "the xmin \"left\", which is no number");
        refused(
                xml,
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><annotation><object><name>&x;</name></object>"
                        + "</annotation>",
                "000003.xml:");
        Files.writeString(xml, right);
        Path text = results.resolve("comp4_det_test_cat.txt");
        String lines = Files.readString(text);
        refused(text, "000000 0.5 1 2 3\n", "cat.txt:1: has 5 fields");
        refused(text, "\n000000 NaN 1 2 3 4\n", "cat.txt:2: the score is NaN");
        refused(text, "000000 x 1 2 3 4\n", "cat.txt:1: the score is \"x\", which is no number");
        refused(text, "nowhere 0.5 1 2 3 4\n", "the picture \"nowhere\" is not annotated");
        Files.writeString(text, lines);
        refused(results.resolve("cow.txt"), "", "is of no class that is annotated");
        Files.delete(results.resolve("cow.txt"));
        refused(results.resolve("cat.txt"), "", "is of the same class as cat.txt");
    }

    private void refused(Path file, String text, String reason) throws IOException {
        Files.writeString(file, text);
        String message = assertThrows(InvalidDataException.class, () -> score("voc", 1, Map.of()))
                .getMessage();
        assertTrue(message.contains(reason), message);
        assertTrue(!message.contains("\n"), message);
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        assertThrows(NoSuchFileException.class, () -> score("coco", 1, Map.of()));
        assertThrows(NoSuchFileException.class, () -> score("voc", 1, Map.of()));
    }
}
