package org.paperzoo.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.text.Bleu;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.evaluation.metric.text.Chrf;
import org.paperzoo.evaluation.metric.text.Ter;

/**
 * Metrics of translations over 1,000 lines, of which one word in five differs from the reference; one thread, and all
 * that the common pool has.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TranslationBenchmark {

    private static final int LINES = 1000;
    private static final int WORDS = 25;

    private final List<String> hypotheses = new ArrayList<>();
    private final List<String> references = new ArrayList<>();

    @Setup
    public void write() {
        Random random = new Random(1);
        for (int line = 0; line < LINES; line++) {
            StringBuilder hypothesis = new StringBuilder();
            StringBuilder reference = new StringBuilder();
            for (int word = 0; word < WORDS; word++) {
                String expected = "word" + random.nextInt(5000);
                reference.append(expected).append(' ');
                hypothesis
                        .append(random.nextInt(5) == 0 ? "word" + random.nextInt(5000) : expected)
                        .append(' ');
            }
            hypotheses.add(hypothesis.append('.').toString());
            references.add(reference.append('.').toString());
        }
    }

    @Benchmark
    public MetricResult bleu() {
        return corpus(Bleu.of(BleuTokenizers.V13A));
    }

    @Benchmark
    public MetricResult bleuOnAllThreads() {
        Metric<String, List<String>> metric = Bleu.of(BleuTokenizers.V13A);
        return IntStream.range(0, LINES)
                .parallel()
                .collect(
                        metric::newAccumulator,
                        (accumulator, line) -> accumulator.update(hypotheses.get(line), List.of(references.get(line))),
                        Accumulator::merge)
                .result();
    }

    @Benchmark
    public MetricResult chrf() {
        return corpus(Chrf.ofCharacters());
    }

    @Benchmark
    public MetricResult chrfPlusPlus() {
        return corpus(Chrf.plusPlus());
    }

    @Benchmark
    public MetricResult ter() {
        return corpus(Ter.ofWords());
    }

    private MetricResult corpus(Metric<String, List<String>> metric) {
        Accumulator<String, List<String>> accumulator = metric.newAccumulator();
        for (int i = 0; i < LINES; i++) {
            accumulator.update(hypotheses.get(i), List.of(references.get(i)));
        }
        return accumulator.result();
    }
}
