package org.paperzoo.evaluation.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.task.GeneratedText;

/** Texts made from texts, compared with reference texts. */
final class TextWorkload implements Workload<String, GeneratedText, String> {

    private final TextPairs pairs;
    private final String source;
    private final Scoreboard<String, List<String>> scores;
    private final MessageDigest digest = Digests.sha256();

    TextWorkload(TextPairs pairs, String source, List<Metric<String, List<String>>> metrics) {
        this.pairs = pairs;
        this.source = source;
        scores = new Scoreboard<>(metrics, 1);
    }

    @Override
    public Class<String> input() {
        return String.class;
    }

    @Override
    public Class<GeneratedText> output() {
        return GeneratedText.class;
    }

    @Override
    public long size() {
        return pairs.size();
    }

    @Override
    public Sample<String, String> next() throws IOException {
        TextPair pair = pairs.next();
        if (pair == null) {
            return null;
        }
        digest.update((pair.source() + "\n" + pair.target() + "\n").getBytes(StandardCharsets.UTF_8));
        return new Sample<>(pair.source(), pair.target());
    }

    @Override
    public void score(GeneratedText output, String reference) {
        scores.update(output.best(), List.of(reference));
    }

    @Override
    public Scoreboard<?, ?> scores() {
        return scores;
    }

    @Override
    public KeptExample show(long index, String input, GeneratedText output, String reference, ExampleKeeper keeper) {
        return KeptExample.ofTexts(
                index,
                ExampleKeeper.cut(input),
                ExampleKeeper.cut(output.best()),
                ExampleKeeper.cut(reference),
                scores.alone(output.best(), List.of(reference)));
    }

    @Override
    public List<MeasuredValue> values(int resamples, long seed) {
        return scores.values(resamples, seed);
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String digest() {
        return Digests.hex(digest);
    }

    @Override
    public void close() throws IOException {
        pairs.close();
    }
}
