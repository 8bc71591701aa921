package org.paperzoo.evaluation.metric.classification;

import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A case of classes or of labels that scikit-learn scored. */
record ClassificationCases(List<double[]> scores, List<Integer> labels, List<boolean[]> labelSets) {

    static JsonNode expected(String name) {
        return json("classification/expected.json").get("cases").get(name);
    }

    static ClassificationCases of(String name) {
        JsonNode input = json("classification/inputs.json").get(name);
        List<double[]> scores = new ArrayList<>();
        input.get(input.has("logits") ? "logits" : "scores").forEach(row -> scores.add(numbers(row)));
        List<Integer> labels = new ArrayList<>();
        List<boolean[]> labelSets = new ArrayList<>();
        input.get("labels").forEach(row -> {
            if (row.isArray()) {
                boolean[] set = new boolean[row.size()];
                IntStream.range(0, set.length).forEach(i -> set[i] = row.get(i).intValue() == 1);
                labelSets.add(set);
            } else {
                labels.add(row.intValue());
            }
        });
        return new ClassificationCases(scores, labels, labelSets);
    }

    List<Integer> predicted() {
        return scores.stream().map(ClassScores::greatest).toList();
    }

    List<double[]> probabilities() {
        return scores.stream().map(ClassScores::softmax).toList();
    }

    /** The probability of the second of two classes. */
    List<Double> probabilityOfYes() {
        return probabilities().stream().map(both -> both[1]).toList();
    }

    List<Boolean> isYes() {
        return labels.stream().map(label -> label == 1).toList();
    }
}
