package org.paperzoo.evaluation.metric.text;

import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.testkit.SharedFiles;

/** What sacreBLEU 2.6.0 (f615c72) gave, and the corpora that it scored. */
record SacrebleuCases(JsonNode inputs, JsonNode expected) {

    static SacrebleuCases own() {
        return new SacrebleuCases(json("bleu/inputs.json"), json("bleu/expected.json"));
    }

    /** The full set, or a skipped test. */
    static SacrebleuCases all() {
        Path folder = SharedFiles.require("metrics/bleu");
        return new SacrebleuCases(json(folder.resolve("inputs.json")), json(folder.resolve("expected.json")));
    }

    List<JsonNode> entries(String kind) {
        return StreamSupport.stream(expected.path(kind).spliterator(), false).toList();
    }

    List<String> hypotheses(JsonNode entry) {
        return texts(inputs.at("/corpora/" + entry.get("corpus").textValue() + "/hyp"));
    }

    /** The references of each segment, without those that are missing. */
    List<List<String>> references(JsonNode entry) {
        return references(entry.get("corpus").textValue());
    }

    List<List<String>> references(String corpus) {
        JsonNode streams = inputs.at("/corpora/" + corpus + "/refs");
        List<List<String>> references = new ArrayList<>();
        for (int i = 0; i < streams.get(0).size(); i++) {
            int segment = i;
            List<String> texts = new ArrayList<>();
            streams.forEach(stream -> texts.add(stream.get(segment).textValue()));
            references.add(texts.stream().filter(Objects::nonNull).toList());
        }
        return references;
    }

    /** An accumulator for each segment. */
    static List<Accumulator<String, List<String>>> units(
            SacrebleuMetric metric, List<String> hypotheses, List<List<String>> references) {
        List<Accumulator<String, List<String>>> units = new ArrayList<>();
        for (int i = 0; i < hypotheses.size(); i++) {
            Accumulator<String, List<String>> unit = metric.newAccumulator();
            unit.update(hypotheses.get(i), references.get(i));
            units.add(unit);
        }
        return units;
    }

    static SacrebleuMetric metric(String name) {
        return switch (name) {
            case "BLEU" -> Bleu.of(BleuTokenizers.V13A);
            case "chrF2" -> Chrf.ofCharacters();
            case "chrF2++" -> Chrf.plusPlus();
            case "TER" -> Ter.ofWords();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
