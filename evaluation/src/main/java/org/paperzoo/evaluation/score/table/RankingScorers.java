package org.paperzoo.evaluation.score.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.retrieval.RelevanceJudgements;
import org.paperzoo.evaluation.metric.retrieval.RetrievedDocuments;
import org.paperzoo.evaluation.metric.retrieval.SklearnNdcg;
import org.paperzoo.evaluation.metric.retrieval.TorchRetrieval;
import org.paperzoo.evaluation.metric.retrieval.TrecEval;
import org.paperzoo.evaluation.metric.retrieval.TrecSettings;
import org.paperzoo.evaluation.reading.TrecFiles;
import org.paperzoo.evaluation.score.Example;
import org.paperzoo.evaluation.score.Examples;
import org.paperzoo.evaluation.score.ScoreArguments;
import org.paperzoo.evaluation.score.ScoreOption;
import org.paperzoo.evaluation.score.Scorer;
import org.paperzoo.evaluation.score.Scoring;
import org.paperzoo.zoo.InvalidInputException;

/** Scorers of documents found for queries. */
final class RankingScorers {

    private static final ScoreOption QRELS = ScoreOption.file(
                    "--qrels", "The judgements, in TREC's format: query, iteration, document, relevance.")
            .mandatory();
    private static final ScoreOption RUN = ScoreOption.file(
                    "--run", "The run, in TREC's format: query, Q0, document, rank, score, tag.")
            .ofPredictions();
    private static final ScoreOption COMPLETE =
            ScoreOption.flag("-c", "Count judged queries that the run lacks, with the least values.");
    private static final ScoreOption MEASURE = ScoreOption.text(
                    "--measure",
                    "NAME",
                    "A measure as trec_eval's -m takes it, such as ndcg_cut.10 or all_trec; several times for several"
                            + " (default: official, and the headline).")
            .severalTimes();
    private static final ScoreOption HEADLINE = ScoreOption.text(
                    "--headline",
                    "NAME",
                    "The value that is the headline, as trec_eval prints it, such as ndcg_cut_10.")
            .or("map");
    private static final ScoreOption LEVEL = ScoreOption.whole(
                    "--relevance-level", 1, 32_767, "The least relevance that counts (trec_eval's -l).")
            .or("1");
    private static final ScoreOption DEPTH = ScoreOption.whole(
            "--depth", 1, Integer.MAX_VALUE, "Number of documents of a query that are looked at (trec_eval's -M).");
    private static final ScoreOption CUT = ScoreOption.whole(
            "--k", 1, Integer.MAX_VALUE - 1, "Number of documents from the top that count (default: all).");
    private static final ScoreOption DEFINITION = ScoreOption.choice(
                    "--definition",
                    List.of("torchmetrics", "sklearn", "sklearn-ignore-ties"),
                    "Whose definition; scikit-learn's is of nDCG only.")
            .or("torchmetrics");

    private RankingScorers() {}

    static List<Scorer> all() {
        return List.of(trec(), retrieval());
    }

    private static Scorer trec() {
        return new Scorer(
                "trec",
                "The measures of trec_eval, from a run and judgements",
                List.of(QRELS, RUN, COMPLETE, HEADLINE, MEASURE, LEVEL, DEPTH),
                TrecEval.headlines().stream()
                        .map(headline -> metric(headline, List.of("all_trec"), 1, Integer.MAX_VALUE, false)
                                .definition())
                        .toList(),
                RankingScorers::openTrec);
    }

    private static TrecEval metric(String headline, List<String> measures, int level, int depth, boolean complete) {
        return new TrecEval(new TrecSettings(measures, headline, level, depth, complete));
    }

    private static Scoring<?, ?> openTrec(ScoreArguments arguments) throws IOException {
        boolean complete = arguments.flag(COMPLETE.name());
        String headline = arguments.text(HEADLINE.name());
        TrecEval metric = metric(
                headline,
                arguments.has(MEASURE.name()) ? arguments.texts(MEASURE.name()) : TrecEval.measuresWith(headline),
                (int) arguments.integer(LEVEL.name()),
                (int) arguments.optionalInteger(DEPTH.name()).orElse(Integer.MAX_VALUE),
                complete);
        Map<String, RelevanceJudgements> judgements = TrecFiles.judgements(arguments.path(QRELS.name()));
        Map<String, RetrievedDocuments> run = TrecFiles.run(arguments.path(RUN.name()));
        List<Example<RetrievedDocuments, RelevanceJudgements>> examples = new ArrayList<>();
        judgements.forEach((query, judgement) -> {
            if (complete || run.containsKey(query)) {
                examples.add(Example.of(
                        arguments.text(RUN.name()),
                        run.getOrDefault(query, RetrievedDocuments.none(query)),
                        judgement));
            }
        });
        if (examples.isEmpty()) {
            throw new InvalidInputException(
                    arguments.text(RUN.name()) + ": has no query that " + arguments.text(QRELS.name()) + " judges");
        }
        return Scoring.of(metric, Examples.of(examples));
    }

    private static Scorer retrieval() {
        List<ScoreOption> options = new ArrayList<>(Tables.options("scores", "relevance"));
        options.add(Headlines.option(measures()));
        options.add(CUT);
        options.add(DEFINITION);
        List<MetricDefinition> definitions = Stream.concat(
                        Arrays.stream(measures())
                                .map(measure -> new TorchRetrieval(measure, TorchRetrieval.ALL).definition()),
                        Stream.of(true, false).map(sharing -> new SklearnNdcg(SklearnNdcg.ALL, sharing).definition()))
                .toList();
        return new Scorer(
                "retrieval",
                "AP, reciprocal rank, nDCG and more of scores of a query's documents, a query in each row",
                options,
                definitions,
                RankingScorers::openRetrieval);
    }

    /** Average precision first, which is the default. */
    private static TorchRetrieval.Measure[] measures() {
        return Stream.concat(
                        Stream.of(TorchRetrieval.Measure.AP),
                        Stream.of(TorchRetrieval.Measure.values())
                                .filter(measure -> measure != TorchRetrieval.Measure.AP))
                .toArray(TorchRetrieval.Measure[]::new);
    }

    private static Scoring<?, ?> openRetrieval(ScoreArguments arguments) throws IOException {
        TorchRetrieval.Measure measure = Headlines.chosen(TorchRetrieval.Measure.class, arguments);
        String definition = arguments.text(DEFINITION.name());
        int cut = (int) arguments.optionalInteger(CUT.name()).orElse(Integer.MAX_VALUE);
        if (!definition.equals("torchmetrics") && measure != TorchRetrieval.Measure.NDCG) {
            throw new IllegalArgumentException("--definition " + definition + " is of --headline ndcg, not of "
                    + measure.name().toLowerCase(Locale.ROOT));
        }
        Examples<double[], int[]> examples = Tables.open(arguments, numbers -> numbers, Readings::integers);
        return definition.equals("torchmetrics")
                ? Scoring.of(new TorchRetrieval(measure, cut), examples)
                : Scoring.of(new SklearnNdcg(cut, definition.equals("sklearn")), examples);
    }
}
