package org.paperzoo.evaluation.metric.summarisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.Resampler;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.zoo.InvalidInputException;

/**
 * CIDEr-D (Vedantam et al. 2015) as COCO's evaluation computes it under the name CIDEr: n-grams up to 4, sigma 6, times
 * 10. An n-gram weighs the less, the more pictures have it in a reference, so that a caption's score depends on the
 * pictures scored along with it; of a single picture it is 0.
 *
 * <p>Values: {@code CIDEr}, the mean over the pictures, and {@code captions}, their number; {@link #captionScores} gives
 * those of the pictures. The state is the texts of each picture.
 */
public final class Cider implements Metric<String, CaptionReferences> {

    /** A resample weighs all n-grams anew. */
    private static final int RESAMPLES = 200;

    private static final MetricDefinition DEFINITION = new MetricDefinition(
            "cider-d-coco", "CIDEr", "0-10", 0, 10, true, "pycocoevalcap ad63453, cider_scorer.py");

    /** Texts of one picture, with single spaces. */
    record Captioned(String hypothesis, List<String> references) {}

    @Override
    public MetricDefinition definition() {
        return DEFINITION;
    }

    @Override
    public int defaultResamples() {
        return RESAMPLES;
    }

    @Override
    public Accumulator<String, CaptionReferences> newAccumulator() {
        return new Texts();
    }

    @Override
    public Accumulator<String, CaptionReferences> restore(JsonNode state) throws InvalidInputException {
        Texts restored = new Texts();
        for (StateReader picture : StateReader.open(DEFINITION, state).objects("pictures")) {
            String id = picture.text("id");
            List<String> references = new ArrayList<>();
            for (StateReader reference : picture.objects("references")) {
                references.add(reference.text("caption"));
            }
            if (references.isEmpty()) {
                throw picture.wrong("references", "must not be empty");
            }
            if (restored.pictures.put(id, new Captioned(picture.text("hypothesis"), references)) != null) {
                throw picture.wrong("id", "is " + id + ", which was there before");
            }
        }
        return restored;
    }

    /**
     * The score of each picture among those that an accumulator has seen, by the picture's ID.
     *
     * @throws IllegalArgumentException if the accumulator is of another metric
     */
    public Map<String, Double> captionScores(Accumulator<String, CaptionReferences> accumulator) {
        TreeMap<String, Captioned> pictures = textsOf(accumulator).pictures;
        double[] scores = new CiderTable(pictures.values()).scores(ones(pictures.size()));
        Map<String, Double> byPicture = new LinkedHashMap<>();
        int i = 0;
        for (String id : pictures.keySet()) {
            byPicture.put(id, scores[i++]);
        }
        return byPicture;
    }

    /** Counts each picture as often as it is drawn, in the weights of n-grams too. */
    @Override
    public Resampler resampler(List<? extends Accumulator<String, CaptionReferences>> units) {
        List<Captioned> pictures = new ArrayList<>();
        int[] unitOfPicture =
                new int[(int) units.stream().mapToLong(Accumulator::size).sum()];
        for (int unit = 0; unit < units.size(); unit++) {
            Texts texts = textsOf(units.get(unit));
            Arrays.fill(unitOfPicture, pictures.size(), pictures.size() + texts.pictures.size(), unit);
            pictures.addAll(texts.pictures.values());
        }
        CiderTable table = new CiderTable(pictures);
        int size = units.size();
        return new Resampler() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public MetricResult result(int[] multiplicities) {
                int[] byPicture = new int[unitOfPicture.length];
                Arrays.setAll(byPicture, picture -> multiplicities[unitOfPicture[picture]]);
                return Cider.result(table, byPicture);
            }
        };
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static MetricResult result(CiderTable table, int[] multiplicities) {
        double[] scores = table.scores(multiplicities);
        double sum = 0;
        long captions = 0;
        for (int i = 0; i < scores.length; i++) {
            if (multiplicities[i] > 0) {
                sum += multiplicities[i] * scores[i];
                captions += multiplicities[i];
            }
        }
        double mean = sum / captions;
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("CIDEr", mean);
        values.put("captions", captions);
        return new MetricResult(DEFINITION.id(), mean, values);
    }

    private static Texts textsOf(Accumulator<String, CaptionReferences> accumulator) {
        if (accumulator instanceof Texts texts) {
            return texts;
        }
        throw new IllegalArgumentException("not an accumulator of " + DEFINITION.id());
    }

    private static String withSingleSpaces(String text) {
        return String.join(" ", BleuTokenizers.NONE.tokens(text));
    }

    private static final class Texts implements Accumulator<String, CaptionReferences> {

        private final TreeMap<String, Captioned> pictures = new TreeMap<>();

        @Override
        public void update(String prediction, CaptionReferences reference) {
            if (prediction == null) {
                throw new IllegalArgumentException("picture " + reference.id() + " has no predicted caption");
            }
            if (pictures.containsKey(reference.id())) {
                throw new IllegalArgumentException("picture " + reference.id() + " was there before");
            }
            pictures.put(
                    reference.id(),
                    new Captioned(
                            withSingleSpaces(prediction),
                            reference.captions().stream()
                                    .map(Cider::withSingleSpaces)
                                    .toList()));
        }

        @Override
        public void merge(Accumulator<String, CaptionReferences> other) {
            TreeMap<String, Captioned> others = textsOf(other).pictures;
            for (String id : others.keySet()) {
                if (pictures.containsKey(id)) {
                    throw new IllegalArgumentException("picture " + id + " is in both of two parts");
                }
            }
            pictures.putAll(others);
        }

        @Override
        public long size() {
            return pictures.size();
        }

        @Override
        public MetricResult result() {
            if (pictures.isEmpty()) {
                throw new IllegalStateException(DEFINITION.id() + " has seen no picture");
            }
            return Cider.result(new CiderTable(pictures.values()), ones(pictures.size()));
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", DEFINITION.id());
            ArrayNode list = state.putArray("pictures");
            pictures.forEach((id, captioned) -> {
                ObjectNode picture = list.addObject();
                picture.put("id", id);
                picture.put("hypothesis", captioned.hypothesis());
                ArrayNode references = picture.putArray("references");
                captioned.references().forEach(caption -> references.addObject().put("caption", caption));
            });
            return state;
        }
    }
}
