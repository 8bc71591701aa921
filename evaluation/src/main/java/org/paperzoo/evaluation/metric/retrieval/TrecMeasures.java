package org.paperzoo.evaluation.metric.retrieval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The measures of trec_eval 9.0.8 by name, in the order in which it prints them. */
final class TrecMeasures {

    private static final int[] CUTS = {5, 10, 15, 20, 30, 100, 200, 500, 1000};
    private static final int[] SUCCESS_CUTS = {1, 5, 10};
    private static final double[] RECALLS = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
    private static final double[] MULTIPLES = {0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2};

    /** What trec_eval calls {@code official}. */
    static final List<String> OFFICIAL = List.of(
            "num_ret",
            "num_rel",
            "num_rel_ret",
            "map",
            "gm_map",
            "Rprec",
            "bpref",
            "recip_rank",
            "iprec_at_recall",
            "P");

    /** What makes a measure from the numbers given behind its name, which are empty for its own. */
    private static final Map<String, Function<double[], TrecMeasure>> ALL = new LinkedHashMap<>();

    static {
        sum("num_ret", RankedRelevance::found);
        sum("num_rel", RankedRelevance::relevant);
        sum("num_rel_ret", RankedRelevance::relevantFound);
        mean("map", TrecPrecision::averagePrecision);
        geometric("gm_map", TrecPrecision::averagePrecision);
        mean("Rprec", TrecPrecision::atRelevant);
        mean("bpref", TrecPreference::binaryPreference);
        mean("recip_rank", TrecPrecision::reciprocalRank);
        atFractions("iprec_at_recall", RECALLS, TrecPrecision::interpolated);
        atCuts("P", CUTS, TrecPrecision::at);
        atCuts("recall", CUTS, TrecPrecision::recallAt);
        mean("infAP", TrecPreference::inferredAveragePrecision);
        geometric("gm_bpref", TrecPreference::binaryPreference);
        atFractions("Rprec_mult", MULTIPLES, TrecPrecision::atMultiples);
        mean("utility", relevance -> 2 * relevance.relevantFound() - relevance.found());
        mean("11pt_avg", relevance -> TrecPrecision.elevenPoints(relevance, RECALLS));
        mean("binG", TrecGain::binary);
        mean("G", TrecGain::gain);
        mean("ndcg", TrecGain::discounted);
        mean("ndcg_rel", TrecGain::atRelevant);
        mean("Rndcg", TrecGain::atLevels);
        atCuts("ndcg_cut", CUTS, TrecGain::discountedAt);
        atCuts("map_cut", CUTS, TrecPrecision::averageAt);
        atCuts("relative_P", CUTS, TrecPrecision::relativeAt);
        atCuts("success", SUCCESS_CUTS, TrecPrecision::successAt);
        mean("set_P", relevance -> ratio(relevance.relevantFound(), relevance.found()));
        mean(
                "set_relative_P",
                relevance -> ratio(relevance.relevantFound(), Math.min(relevance.found(), relevance.relevant())));
        mean("set_recall", relevance -> ratio(relevance.relevantFound(), relevance.relevant()));
        mean(
                "set_map",
                relevance -> ratio(
                        (double) relevance.relevantFound() * relevance.relevantFound(),
                        (double) relevance.found() * relevance.relevant()));
        mean("set_F", TrecMeasures::harmonicMean);
        sum("num_nonrel_judged_ret", relevance -> (int) IntStream.of(relevance.levels())
                .filter(level -> level >= 0 && level < relevance.least())
                .count());
    }

    private TrecMeasures() {}

    /**
     * The measures of names as trec_eval's {@code -m} takes them: {@code map}, {@code P.5,10}, {@code official} or {@code
     * all_trec}; in trec_eval's order, whatever the order of names.
     *
     * @throws IllegalArgumentException if there is no such measure, or it takes no such numbers; lists those there are
     */
    static List<TrecMeasure> of(List<String> specifications) {
        Map<String, double[]> chosen = new LinkedHashMap<>();
        for (String specification : specifications) {
            int dot = specification.indexOf('.');
            String name = dot < 0 ? specification : specification.substring(0, dot);
            if (dot < 0 && name.equals("official")) {
                OFFICIAL.forEach(each -> chosen.putIfAbsent(each, new double[0]));
            } else if (dot < 0 && name.equals("all_trec")) {
                ALL.keySet().forEach(each -> chosen.putIfAbsent(each, new double[0]));
            } else if (ALL.containsKey(name)) {
                chosen.put(name, dot < 0 ? new double[0] : parameters(name, specification.substring(dot + 1)));
            } else {
                throw new IllegalArgumentException(
                        "no measure " + name + "; there are official, all_trec, " + String.join(", ", ALL.keySet()));
            }
        }
        List<TrecMeasure> measures = new ArrayList<>();
        ALL.forEach((name, factory) -> {
            if (chosen.containsKey(name)) {
                measures.add(factory.apply(chosen.get(name)));
            }
        });
        return measures;
    }

    private static double[] parameters(String name, String text) {
        try {
            return Arrays.stream(text.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .sorted()
                    .distinct()
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + "." + text + ": expected numbers with commas between them behind " + name + ".", e);
        }
    }

    private static void sum(String name, ToDoubleFunction<RankedRelevance> formula) {
        single(name, TrecMeasure.Summary.SUM, formula);
    }

    private static void mean(String name, ToDoubleFunction<RankedRelevance> formula) {
        single(name, TrecMeasure.Summary.MEAN, formula);
    }

    /** The geometric mean, of values taken as 1e-5 at least. */
    private static void geometric(String name, ToDoubleFunction<RankedRelevance> formula) {
        single(
                name,
                TrecMeasure.Summary.GEOMETRIC_MEAN,
                relevance ->
                        StrictMath.log(Math.max(formula.applyAsDouble(relevance), TrecEval.LEAST_OF_GEOMETRIC_MEAN)));
    }

    private static void single(String name, TrecMeasure.Summary summary, ToDoubleFunction<RankedRelevance> formula) {
        ALL.put(name, parameters -> {
            if (parameters.length > 0) {
                throw new IllegalArgumentException("the measure " + name + " takes no numbers");
            }
            return new TrecMeasure(
                    List.of(name), summary, relevance -> new double[] {formula.applyAsDouble(relevance)});
        });
    }

    private interface CutFormula {
        double at(RankedRelevance relevance, int cut);
    }

    private static void atCuts(String name, int[] standard, CutFormula formula) {
        ALL.put(name, parameters -> {
            int[] cuts = parameters.length == 0
                    ? standard
                    : Arrays.stream(parameters)
                            .mapToInt(each -> cut(name, each))
                            .toArray();
            return new TrecMeasure(
                    IntStream.of(cuts).mapToObj(cut -> name + "_" + cut).toList(),
                    TrecMeasure.Summary.MEAN,
                    relevance -> IntStream.of(cuts)
                            .mapToDouble(cut -> formula.at(relevance, cut))
                            .toArray());
        });
    }

    private static int cut(String name, double number) {
        if (number != Math.rint(number) || number < 1 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " takes positive integers, not " + number);
        }
        return (int) number;
    }

    private interface FractionsFormula {
        double[] at(RankedRelevance relevance, double[] fractions);
    }

    private static void atFractions(String name, double[] standard, FractionsFormula formula) {
        ALL.put(name, parameters -> {
            double[] fractions = parameters.length == 0 ? standard : parameters;
            if (fractions[0] < 0 || fractions[fractions.length - 1] > 1000) {
                throw new IllegalArgumentException(name + " takes numbers from 0, not " + Arrays.toString(fractions));
            }
            return new TrecMeasure(
                    Arrays.stream(fractions)
                            .mapToObj(each -> name + "_" + String.format(Locale.ROOT, "%.2f", each))
                            .toList(),
                    TrecMeasure.Summary.MEAN,
                    relevance -> formula.at(relevance, fractions));
        });
    }

    private static double ratio(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }

    private static double harmonicMean(RankedRelevance relevance) {
        if (relevance.relevantFound() == 0) {
            return 0;
        }
        double precision = (double) relevance.relevantFound() / relevance.found();
        double recall = (double) relevance.relevantFound() / relevance.relevant();
        return 2 * precision * recall / (precision + recall);
    }
}
