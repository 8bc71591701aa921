package org.paperzoo.evaluation.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.summarisation.CaptionReferences;
import org.paperzoo.evaluation.metric.summarisation.Cider;
import org.paperzoo.evaluation.metric.summarisation.CocoBleu;
import org.paperzoo.evaluation.metric.summarisation.CocoRouge;
import org.paperzoo.evaluation.metric.summarisation.Meteor;
import org.paperzoo.evaluation.result.Result;

/** COCO's annotation files without the pictures, scored as the reference cases say. */
class CocoPredictionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path data;
    private Path results;

    @BeforeEach
    void names() throws IOException {
        data = folder.resolve("coco");
        Files.createDirectories(data.resolve("annotations"));
        results = folder.resolve("results.json");
    }

    private void write(String name, String annotations) throws IOException {
        JsonNode both = json("coco/" + name + ".json");
        Files.write(data.resolve("annotations/" + annotations), JSON.writeValueAsBytes(both.get("gt")));
        Files.write(results, JSON.writeValueAsBytes(both.get("dt")));
    }

    @Test
    void boxesScoreAsPycocotoolsScoresThem() throws IOException {
        write("bbox_small", "instances_val2017.json");
        Result result = Scored.all("coco-2017-val-detection", results, data);
        JsonNode stats = json("coco/expected.json").at("/cases/bbox_small/default/stats");
        assertEquals(number(stats.get(0)), Scored.value(result, "coco-box-ap"), 1e-12);
        assertEquals(number(stats.get(1)), Scored.value(result, "coco-box-ap.AP50"), 1e-12);
        assertTrue(result.values().get(0).low() <= result.values().get(0).high());
    }

    @Test
    void keypointsScoreAsPycocotoolsScoresThem() throws IOException {
        write("keypoints_small", "person_keypoints_val2017.json");
        Result result = Scored.all("coco-2017-val-keypoints", results, data);
        assertEquals(
                number(json("coco/expected.json").at("/cases/keypoints_small/keypoints/stats/0")),
                Scored.value(result, "coco-keypoint-ap"),
                1e-12);
    }

    @Test
    void brokenResultsAreToldByTheirPlace() throws IOException {
        write("bbox_small", "instances_val2017.json");
        String whole = Files.readString(results);
        Files.writeString(results, whole.substring(0, whole.length() / 2));
        Scored.refused("coco-2017-val-detection", results, data, "results.json");
        Files.writeString(results, "{}");
        Scored.refused("coco-2017-val-detection", results, data, "is not a JSON list of results");
        Files.writeString(results, "[{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0,0,1,1], \"score\": NaN}]");
        Scored.refused("coco-2017-val-detection", results, data, "[0] (image id 1): \"score\" is not a finite number");
        Files.writeString(results, "[{\"image_id\": 987654, \"category_id\": 1, \"bbox\": [0,0,1,1], \"score\": 1}]");
        Scored.refused("coco-2017-val-detection", results, data, "image id 987654", "lists no such image");
    }

    @Test
    void generatedPicturesHaveAnnotationsToo() throws IOException {
        Files.writeString(results, "[]");
        Result result = Scored.all("sample-detect", results, null);
        assertEquals(0, Scored.value(result, "coco-box-ap"));
        Files.writeString(results, "[{\"image_id\": -5, \"category_id\": 1, \"bbox\": [0,0,1,1], \"score\": 1}]");
        Scored.refused("sample-detect", results, null, "image id -5");
    }

    private void writePanoptic(JsonNode predictions) throws IOException {
        JsonNode panoptic = json("segmentation/panoptic.json");
        ObjectNode annotations = panoptic.get("gt").deepCopy();
        Files.write(data.resolve("annotations/panoptic_val2017.json"), JSON.writeValueAsBytes(annotations));
        Files.createDirectories(data.resolve("annotations/panoptic_val2017"));
        Path found = Files.createDirectories(folder.resolve("found/panoptic"));
        for (int i = 0; i < 6; i++) {
            Files.write(
                    data.resolve("annotations/panoptic_val2017/" + i + ".png"),
                    Files.readAllBytes(ReferenceCases.path("segmentation/pan_gt/" + i + ".png")));
            Files.write(
                    found.resolve(i + ".png"),
                    Files.readAllBytes(ReferenceCases.path("segmentation/pan_pred/" + i + ".png")));
        }
        Files.write(folder.resolve("found/panoptic.json"), JSON.writeValueAsBytes(predictions));
    }

    @Test
    void segmentsScoreAsPanopticapiScoresThem() throws IOException {
        writePanoptic(json("segmentation/panoptic.json").get("pred"));
        Path file = folder.resolve("found/panoptic.json");
        Result result = Scored.all("coco-2017-val-panoptic", file, data);
        JsonNode expected = json("segmentation/expected.json").at("/panoptic/All");
        assertEquals(number(expected.get("pq")), Scored.value(result, "pq-panopticapi"), 1e-15);
        Result whole = Scored.all("coco-2017-val-panoptic", folder.resolve("found"), data);
        assertEquals(Scored.value(result, "pq-panopticapi"), Scored.value(whole, "pq-panopticapi"));
        assertEquals(result.provenance().predictionsSha256(), whole.provenance().predictionsSha256());
    }

    @Test
    void segmentsThatAreMissingExtraOrLeadOutAreRefused() throws IOException {
        ObjectNode predictions = json("segmentation/panoptic.json").get("pred").deepCopy();
        ArrayNode annotations = (ArrayNode) predictions.get("annotations");
        String id = annotations.get(2).get("image_id").asText();
        Path file = folder.resolve("found/panoptic.json");

        ObjectNode outside = predictions.deepCopy();
        ((ObjectNode) outside.get("annotations").get(2)).put("file_name", "../../coco/annotations/secret.png");
        writePanoptic(outside);
        Scored.refused("coco-2017-val-panoptic", file, data, "panoptic.json: image " + id, "leads out of");

        ObjectNode missing = predictions.deepCopy();
        ((ArrayNode) missing.get("annotations")).remove(2);
        writePanoptic(missing);
        Scored.refused("coco-2017-val-panoptic", file, data, "has no prediction for image " + id);

        ObjectNode extra = predictions.deepCopy();
        ((ArrayNode) extra.get("annotations"))
                .add(((ObjectNode) annotations.get(2).deepCopy()).put("image_id", 77));
        writePanoptic(extra);
        Scored.refused("coco-2017-val-panoptic", file, data, "predicts image 77");

        writePanoptic(predictions);
        Files.delete(folder.resolve("found/panoptic/2.png"));
        Scored.refused("coco-2017-val-panoptic", file, data, "2.png");
        Files.writeString(folder.resolve("found/panoptic/2.png"), "no picture");
        Scored.refused("coco-2017-val-panoptic", file, data, "2.png: is not a PNG picture");
        Files.writeString(folder.resolve("found/other.json"), "{}");
        Scored.refused("coco-2017-val-panoptic", folder.resolve("found"), data, "holds 2 JSON files");
    }

    @Test
    void captionsAreCutIntoWordsAndScoredAsCocosEvaluationDoes() throws IOException {
        JsonNode captions = json("summarisation/inputs.json").get("captions");
        ObjectNode annotations = JSON.createObjectNode();
        annotations.putArray("images").addObject().put("id", 0);
        ArrayNode references = annotations.putArray("annotations");
        ArrayNode predictions = JSON.createArrayNode();
        List<String> words = new ArrayList<>();
        List<List<String>> texts = new ArrayList<>();
        List<CaptionReferences> named = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : captions.get("refs").properties()) {
            int id = words.size();
            List<String> own = new ArrayList<>();
            for (JsonNode reference : entry.getValue()) {
                references.addObject().put("image_id", id).put("caption", reference.textValue() + ".");
                own.add(plain(reference.textValue()));
            }
            String caption = captions.get("hyp").get(entry.getKey()).get(0).textValue();
            predictions.addObject().put("image_id", id).put("caption", "\"" + caption + "\" ,");
            words.add(plain(caption));
            texts.add(own);
            named.add(new CaptionReferences(Integer.toString(id), own));
        }
        Files.write(data.resolve("annotations/captions_val2017.json"), JSON.writeValueAsBytes(annotations));
        Files.write(results, JSON.writeValueAsBytes(predictions));
        Result result = Scored.all("coco-2017-val-captions", results, data);
        assertEquals(new Cider().evaluate(words, named).value(), Scored.value(result, "cider-d-coco"), 1e-12);
        assertEquals(CocoBleu.closest().evaluate(words, texts).value(), Scored.value(result, "bleu-coco"), 1e-12);
        assertEquals(new CocoRouge().evaluate(words, texts).value(), Scored.value(result, "rouge-l-coco"), 1e-12);
        assertEquals(
                new Meteor().evaluate(words, texts).value(), Scored.value(result, "meteor-nltk-no-wordnet"), 1e-12);
    }

    /** What is left of a caption without punctuation, in lower case. */
    private static String plain(String caption) {
        return caption.toLowerCase(Locale.ROOT).strip().replaceAll(" +", " ");
    }

    @Test
    void captionsOfUnknownMissingAndDoubledPicturesAreRefused() throws IOException {
        Files.writeString(
                data.resolve("annotations/captions_val2017.json"),
                "{\"annotations\": [{\"image_id\": 1, \"caption\": \"A cat.\"}, {\"image_id\": 2, \"caption\": \"Dogs\"}]}");
        for (Map.Entry<String, String> hostile : Map.of(
                        "[{\"image_id\": 1, \"caption\": \"a\"}]",
                        "has no prediction for image 2",
                        "[{\"image_id\": 1, \"caption\": \"a\"}, {\"image_id\": 2, \"caption\": \"b\"},"
                                + " {\"image_id\": 3, \"caption\": \"c\"}]",
                        "predicts image 3",
                        "[{\"image_id\": 1, \"caption\": \"a\"}, {\"image_id\": 1, \"caption\": \"b\"}]",
                        "image 1 has 2 captions",
                        "[{\"image_id\": 1, \"capt",
                        "is not valid JSON")
                .entrySet()) {
            Files.writeString(results, hostile.getKey());
            Scored.refused("coco-2017-val-captions", results, data, "results.json", hostile.getValue());
        }
    }
}
