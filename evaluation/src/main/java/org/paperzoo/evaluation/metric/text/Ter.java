package org.paperzoo.evaluation.metric.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;

/**
 * Translation edit rate (Snover et al. 2006) as sacreBLEU 2.6.0 defines it, in percent; lower is better, and there is no
 * greatest value. Edits are words inserted, deleted and substituted, and sequences of words moved as a whole. Of several
 * references, each segment takes the edits to the nearest one, and the mean length of all.
 *
 * <p>Values: {@code num_edits}, {@code ref_length} (words) and {@code signature}. A corpus without any words in its
 * references scores 100, or 0 if its hypotheses have none either. The state is an integer count and an exact sum.
 */
public final class Ter extends SacrebleuMetric {

    // The metric's own statistics.
    private static final int EDITS = 0;
    private static final int LENGTH = 1;

    private final TercomTokenizer tokenizer;
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    private static final class Scratch {
        final TokenBuffer tokens = new TokenBuffer();
        final TokenNumbers numbers = new TokenNumbers();
        final TranslationEdits edits = new TranslationEdits();
    }

    /**
     * @param tokenizer what cuts segments into words
     */
    public Ter(TercomTokenizer tokenizer) {
        super(
                new MetricDefinition(
                        "ter-sacrebleu" + tokenizer.idPart(),
                        "TER",
                        "percent",
                        0,
                        Double.POSITIVE_INFINITY,
                        false,
                        "sacreBLEU " + SacrebleuSignature.VERSION),
                1,
                true);
        this.tokenizer = tokenizer;
    }

    /** TER with sacreBLEU's defaults: words are what spaces separate, without case. */
    public static Ter ofWords() {
        return new Ter(new TercomTokenizer(false, false, false, false));
    }

    @Override
    double addSegment(String hypothesis, List<String> references, long[] counts) {
        Scratch own = scratch.get();
        own.numbers.clear();
        int[] words = wordsOf(hypothesis, own);
        long lengths = 0;
        int least = Integer.MAX_VALUE;
        for (String reference : references) {
            int[] expected = wordsOfReference(reference, own);
            lengths += expected.length;
            least = Math.min(least, own.edits.of(words, expected, own.numbers.count()));
        }
        counts[OWN + EDITS] += least;
        return (double) lengths / references.size();
    }

    /**
     * The reference prepares its references twice ({@code Metric._cache_references} and {@code TER._extract_reference_info}),
     * which shows where normalising what is normalised changes it: "..5" becomes ". .5", and that ". . 5".
     */
    private int[] wordsOfReference(String text, Scratch own) {
        if (!tokenizer.normalized()) {
            return wordsOf(text, own);
        }
        own.tokens.clear();
        tokenizer.tokenize(text, own.tokens);
        return wordsOf(String.join(" ", own.tokens.strings()), own);
    }

    private int[] wordsOf(String text, Scratch own) {
        own.tokens.clear();
        tokenizer.tokenize(text, own.tokens);
        return own.numbers.of(own.tokens, true);
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        double edits = statistics[OWN + EDITS];
        double length = statistics[OWN + LENGTH];
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("num_edits", (long) edits);
        values.put("ref_length", length);
        values.put("signature", signature(statistics).text());
        return new MetricResult(definition().id(), 100 * (length > 0 ? edits / length : ofNoReference(edits)), values);
    }

    @Override
    double resampledScore(float[] sums) {
        float edits = sums[EDITS];
        float length = sums[LENGTH];
        return 100 * (length > 0 ? (double) (edits / length) : ofNoReference(edits));
    }

    private static double ofNoReference(double edits) {
        return edits > 0 ? 1 : 0;
    }

    @Override
    List<SacrebleuSignature.Entry> settings() {
        return List.of(
                new SacrebleuSignature.Entry("case", "c", tokenizer.caseSensitive() ? "mixed" : "lc"),
                new SacrebleuSignature.Entry("tok", "t", "tercom"),
                SacrebleuSignature.entry("norm", "nr", tokenizer.normalized()),
                SacrebleuSignature.entry("punct", "pn", !tokenizer.withoutPunctuation()),
                SacrebleuSignature.entry("asian", "as", tokenizer.asianSupport()));
    }

    @Override
    String details(MetricResult result) {
        return "";
    }
}
