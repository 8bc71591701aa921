package org.paperzoo.evaluation.metric.summarisation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.testkit.SharedFiles;

/**
 * Texts and what the reference implementations gave for them: made words that the project carries, and sentences of
 * people that it does not.
 */
record TextCases(JsonNode inputs, JsonNode expected) {

    static TextCases ofMadeWords() {
        return new TextCases(
                ReferenceCases.json("summarisation/inputs.json"), ReferenceCases.json("summarisation/expected.json"));
    }

    /** Skips the test where they are absent. */
    static TextCases ofSentences() {
        Path folder = SharedFiles.require("metrics/summarisation");
        return new TextCases(
                ReferenceCases.json(folder.resolve("inputs.json")),
                ReferenceCases.json(folder.resolve("expected.json")));
    }

    List<String> targets() {
        return pairs("target");
    }

    List<String> predictions() {
        return pairs("prediction");
    }

    private List<String> pairs(String side) {
        List<String> texts = new ArrayList<>();
        inputs.get("pairs").forEach(pair -> texts.add(pair.get(side).textValue()));
        return texts;
    }

    List<String> hypotheses() {
        List<String> texts = new ArrayList<>();
        inputs.at("/captions/hyp").forEach(list -> texts.add(list.get(0).textValue()));
        return texts;
    }

    List<List<String>> references() {
        List<List<String>> references = new ArrayList<>();
        inputs.at("/captions/refs").forEach(list -> references.add(ReferenceCases.texts(list)));
        return references;
    }

    List<CaptionReferences> captions() {
        List<CaptionReferences> captions = new ArrayList<>();
        inputs.at("/captions/refs")
                .properties()
                .forEach(picture -> captions.add(
                        new CaptionReferences(picture.getKey(), ReferenceCases.texts(picture.getValue()))));
        return captions;
    }

    List<NumberedReferences> numbered() {
        List<NumberedReferences> numbered = new ArrayList<>();
        references().forEach(texts -> numbered.add(new NumberedReferences(numbered.size(), texts)));
        return numbered;
    }
}
