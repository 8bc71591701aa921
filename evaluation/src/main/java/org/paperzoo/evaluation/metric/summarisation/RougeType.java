package org.paperzoo.evaluation.metric.summarisation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What of a summary ROUGE compares (Lin 2004). */
public enum RougeType {
    ROUGE1("rouge1", 1),
    ROUGE2("rouge2", 2),
    ROUGE3("rouge3", 3),
    ROUGE4("rouge4", 4),
    ROUGE5("rouge5", 5),
    ROUGE6("rouge6", 6),
    ROUGE7("rouge7", 7),
    ROUGE8("rouge8", 8),
    ROUGE9("rouge9", 9),
    /** The longest common subsequence of the whole texts. */
    ROUGE_L("rougeL", 0),
    /** The union of the longest common subsequences of each reference sentence and all predicted ones. */
    ROUGE_LSUM("rougeLsum", 0);

    private final String reference;
    private final int order;

    RougeType(String reference, int order) {
        this.reference = reference;
        this.order = order;
    }

    /** Its name in {@code rouge_score}, such as {@code rougeLsum}. */
    public String referenceName() {
        return reference;
    }

    /** Length of the n-grams compared; 0 for subsequences. */
    int order() {
        return order;
    }

    /** What tells it from the others in the ID of a metric, such as {@code lsum}. */
    String idPart() {
        return reference.substring("rouge".length()).toLowerCase(Locale.ROOT);
    }

    /**
     * The type of a name in {@code rouge_score}.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static RougeType named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.reference.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no ROUGE type " + name + "; there are "
                        + Arrays.stream(values()).map(RougeType::referenceName).collect(Collectors.joining(", "))));
    }
}
