package org.paperzoo.evaluation.score;

import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.paperzoo.evaluation.score.table.TableScorers;

/**
 * All that {@code paperzoo score} computes. A family is made when one of its scorers is asked for: metrics bring hundreds of
 * classes, and one start needs few of them.
 */
public final class Scorers {

    private static final List<Family> FAMILIES = List.of(
            new Family(TextScorers::all, "exact-match"),
            new Family(SegmentScorers::all, "bleu", "chrf", "ter"),
            new Family(SpeechScorers::all, "wer", "cer", "mcd"),
            new Family(
                    SummarisationScorers::all,
                    "rouge",
                    "pltrdy-rouge",
                    "meteor",
                    "cider",
                    "caption-bleu",
                    "caption-rouge",
                    "nltk-bleu"),
            new Family(LanguageScorers::all, "perplexity"),
            new Family(
                    TableScorers::all,
                    "accuracy",
                    "precision",
                    "recall",
                    "f1",
                    "mcc",
                    "kappa",
                    "top-k-accuracy",
                    "auroc",
                    "average-precision",
                    "auprc",
                    "log-loss",
                    "brier",
                    "ece",
                    "multilabel-ranking",
                    "multilabel-decisions",
                    "regression",
                    "forecast",
                    "trec",
                    "retrieval",
                    "map-at-r",
                    "mrr",
                    "recall-at-k",
                    "moment-retrieval"),
            new Family(CodeScorers::all, "codexglue-bleu", "code-to-text", "codebleu", "edit-similarity"),
            new Family(DetectionScorers::all, "coco", "lvis", "voc"),
            new Family(SegmentationScorers::all, "miou", "pq"),
            new Family(MaskScorers::all, "dice", "hd95", "surface-dice"),
            new Family(ImageScorers::all, "fid", "kid", "is", "psnr", "ssim", "uqi"),
            new Family(GeometryScorers::all, "mpjpe", "pck", "pckh", "chamfer"));

    /** Scorers that belong together, with their names, which are known without making them. */
    private record Family(Supplier<List<Scorer>> scorers, Set<String> names) {
        Family(Supplier<List<Scorer>> scorers, String... names) {
            this(scorers, Set.of(names));
        }
    }

    private Scorers() {}

    /** The names of all scorers, in their order. */
    public static Set<String> names() {
        return FAMILIES.stream()
                .flatMap(family -> family.names().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All scorers by name. */
    public static List<Scorer> all() {
        return FAMILIES.stream()
                .flatMap(family -> family.scorers().get().stream())
                .sorted(Comparator.comparing(Scorer::name))
                .toList();
    }

    /**
     * The scorer of a name.
     *
     * @throws NoSuchElementException if there is none
     */
    public static Scorer named(String name) {
        return FAMILIES.stream()
                .filter(family -> family.names().contains(name))
                .flatMap(family -> family.scorers().get().stream())
                .filter(scorer -> scorer.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new NoSuchElementException("no metric " + name + "; there are " + String.join(", ", names())));
    }
}
