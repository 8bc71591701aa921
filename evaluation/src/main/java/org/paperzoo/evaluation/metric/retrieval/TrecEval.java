package org.paperzoo.evaluation.metric.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.Resampler;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * The measures of trec_eval 9.0.8. A prediction is what a system found for a query, its reference the query's judgements.
 * Documents are ranked by score in single precision, equal scores by descending ID; ranks given by the system do not
 * count. Documents without judgement are not relevant; bpref leaves them out.
 *
 * <p>Values: {@code num_q}, and the chosen measures by the names that trec_eval prints. The state is the values of each
 * query; they are added in the order of query IDs, as trec_eval adds them.
 */
public final class TrecEval implements Metric<RetrievedDocuments, RelevanceJudgements> {

    /** What a geometric mean takes smaller values for. */
    static final double LEAST_OF_GEOMETRIC_MEAN = 1e-5;

    private final TrecSettings settings;
    private final List<TrecMeasure> measures;
    private final int width;
    private final MetricDefinition definition;

    /** @throws IllegalArgumentException if there is no such measure, or the headline is none of those chosen */
    public TrecEval(TrecSettings settings) {
        this.settings = settings;
        measures = TrecMeasures.of(settings.measures());
        width = measures.stream().mapToInt(measure -> measure.names().size()).sum();
        TrecMeasure headline = measures.stream()
                .filter(measure -> measure.names().contains(settings.headline()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the headline " + settings.headline()
                        + " is none of the values: "
                        + String.join(
                                ", ",
                                measures.stream()
                                        .flatMap(measure -> measure.names().stream())
                                        .toList())));
        boolean share = headline.summary() != TrecMeasure.Summary.SUM
                && !settings.headline().equals("utility");
        definition = new MetricDefinition(
                "trec-eval-" + settings.headline().toLowerCase(Locale.ROOT).replace('_', '-') + settings.idPart(),
                settings.headline(),
                share ? "fraction" : "documents",
                settings.headline().equals("utility") ? Double.NEGATIVE_INFINITY : 0,
                share ? 1 : Double.POSITIVE_INFINITY,
                true,
                "trec_eval 9.0.8");
    }

    /**
     * A value of each measure that can be a headline, the one of {@link TrecSettings#official()} first; of those with
     * several cuts, the second of trec_eval's own, such as {@code ndcg_cut_10}.
     */
    public static List<String> headlines() {
        return Stream.concat(
                        Stream.of("map"),
                        TrecMeasures.of(List.of("all_trec")).stream()
                                .filter(measure -> measure.summary() != TrecMeasure.Summary.SUM)
                                .map(measure -> measure.names()
                                        .get(Math.min(1, measure.names().size() - 1)))
                                .filter(name -> !name.equals("map")))
                .toList();
    }

    /**
     * The official measures and the one that has a headline: {@code ndcg_cut.7} for {@code ndcg_cut_7}.
     *
     * @throws IllegalArgumentException if no measure has it
     */
    public static List<String> measuresWith(String headline) {
        List<String> official = new ArrayList<>(TrecMeasures.OFFICIAL);
        boolean isThere = TrecMeasures.of(List.of("official")).stream()
                .anyMatch(measure -> measure.names().contains(headline));
        if (!isThere) {
            int cut = headline.lastIndexOf('_');
            boolean hasCut = cut > 0 && headline.substring(cut + 1).matches("[0-9.]+");
            official.add(hasCut ? headline.substring(0, cut) + "." + headline.substring(cut + 1) : headline);
        }
        return official;
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<RetrievedDocuments, RelevanceJudgements> newAccumulator() {
        return new Queries();
    }

    @Override
    public Accumulator<RetrievedDocuments, RelevanceJudgements> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        if (!reader.text("measures").equals(names())) {
            throw reader.wrong("measures", "are not " + names());
        }
        Queries restored = new Queries();
        for (StateReader query : reader.objects("queries")) {
            if (restored.values.put(query.text("query"), query.numbers("values", width)) != null) {
                throw query.wrong("query", "is " + query.text("query") + ", which was there before");
            }
        }
        return restored;
    }

    private String names() {
        return String.join(
                " ",
                measures.stream().flatMap(measure -> measure.names().stream()).toList());
    }

    private double[] valuesOf(RankedRelevance relevance) {
        DoubleStream.Builder values = DoubleStream.builder();
        for (TrecMeasure measure : measures) {
            // With -c, trec_eval counts relevant documents from the judgements, whatever the level asked for.
            double[] ofQuery = settings.complete() && measure.names().contains("num_rel")
                    ? new double[] {relevance.judgedFrom(1)}
                    : measure.formula().of(relevance);
            for (double value : ofQuery) {
                values.add(value);
            }
        }
        return values.build().toArray();
    }

    private MetricResult resultOf(Collection<double[]> queries) {
        double[] sums = new double[width];
        for (double[] values : queries) {
            for (int i = 0; i < width; i++) {
                sums[i] += values[i];
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("num_q", (long) queries.size());
        int at = 0;
        for (TrecMeasure measure : measures) {
            for (String name : measure.names()) {
                double mean = sums[at] / queries.size();
                values.put(
                        name,
                        switch (measure.summary()) {
                            case MEAN -> (Object) mean;
                            case SUM -> (long) sums[at];
                            case GEOMETRIC_MEAN -> StrictMath.exp(mean);
                        });
                at++;
            }
        }
        return new MetricResult(definition.id(), ((Number) values.get(settings.headline())).doubleValue(), values);
    }

    private Queries queriesOf(Accumulator<RetrievedDocuments, RelevanceJudgements> accumulator) {
        if (accumulator instanceof Queries queries
                && queries.metricId().equals(definition.id())
                && queries.names().equals(names())) {
            return queries;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    @Override
    public Resampler resampler(List<? extends Accumulator<RetrievedDocuments, RelevanceJudgements>> units) {
        List<Collection<double[]>> rows = new ArrayList<>();
        units.forEach(unit -> rows.add(queriesOf(unit).values.values()));
        return new Resampler() {
            @Override
            public int size() {
                return rows.size();
            }

            @Override
            public MetricResult result(int[] multiplicities) {
                List<double[]> drawn = new ArrayList<>();
                for (int unit = 0; unit < multiplicities.length; unit++) {
                    Collections.nCopies(multiplicities[unit], rows.get(unit)).forEach(drawn::addAll);
                }
                return resultOf(drawn);
            }
        };
    }

    private final class Queries implements Accumulator<RetrievedDocuments, RelevanceJudgements> {

        private final TreeMap<String, double[]> values = new TreeMap<>(Utf8Order.INSTANCE);

        String metricId() {
            return definition.id();
        }

        String names() {
            return TrecEval.this.names();
        }

        @Override
        public void update(RetrievedDocuments prediction, RelevanceJudgements reference) {
            String query = reference.query();
            if (!prediction.query().equals(query)) {
                throw new IllegalArgumentException(
                        "what was found for query " + prediction.query() + " beside judgements of query " + query);
            }
            if (values.containsKey(query)) {
                throw new IllegalArgumentException("query " + query + " was there before");
            }
            if (prediction.documents().isEmpty() && !settings.complete()) {
                throw new IllegalArgumentException(
                        "nothing was found for query " + query + ", which counts only with -c");
            }
            values.put(
                    query,
                    valuesOf(RankedRelevance.of(prediction, reference, settings.relevanceLevel(), settings.depth())));
        }

        @Override
        public void merge(Accumulator<RetrievedDocuments, RelevanceJudgements> other) {
            Queries others = queriesOf(other);
            for (String query : others.values.keySet()) {
                if (values.containsKey(query)) {
                    throw new IllegalArgumentException("query " + query + " is in both of two parts");
                }
            }
            values.putAll(others.values);
        }

        @Override
        public long size() {
            return values.size();
        }

        @Override
        public MetricResult result() {
            if (values.isEmpty()) {
                throw new IllegalStateException(definition.id() + " has seen no query");
            }
            return resultOf(values.values());
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            state.put("measures", TrecEval.this.names());
            ArrayNode list = state.putArray("queries");
            values.forEach((query, numbers) -> {
                ObjectNode entry = list.addObject();
                entry.put("query", query);
                DoubleStream.of(numbers).forEach(entry.putArray("values")::add);
            });
            return state;
        }
    }
}
