package org.paperzoo.evaluation.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.zoo.task.GeneratedText;

/** Texts made from texts, compared with reference texts. */
final class TextWorkload extends ScoredWorkload<String, GeneratedText, String, String, List<String>> {

    private final TextPairs pairs;

    TextWorkload(TextPairs pairs, String source, List<Metric<String, List<String>>> metrics) {
        super(String.class, GeneratedText.class, source, metrics, 1);
        this.pairs = pairs;
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
        feed((pair.source() + "\n" + pair.target() + "\n").getBytes(StandardCharsets.UTF_8));
        return new Sample<>(pair.source(), pair.target());
    }

    @Override
    String prediction(GeneratedText output) {
        return output.best();
    }

    @Override
    List<String> expectation(String reference) {
        return List.of(reference);
    }

    @Override
    public KeptExample show(long index, String input, GeneratedText output, String reference, ExampleKeeper keeper) {
        return KeptExample.ofTexts(
                index,
                ExampleKeeper.cut(input),
                ExampleKeeper.cut(output.best()),
                ExampleKeeper.cut(reference),
                alone(output, reference));
    }

    @Override
    public void close() throws IOException {
        pairs.close();
    }
}
