package org.paperzoo.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.text.Bleu;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;

/** Corpus BLEU of 1,000 lines, of which one word in five differs from the reference. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BleuBenchmark {

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
    public MetricResult corpus() {
        Accumulator<String, List<String>> accumulator =
                Bleu.of(BleuTokenizers.named("13a")).newAccumulator();
        for (int i = 0; i < LINES; i++) {
            accumulator.update(hypotheses.get(i), List.of(references.get(i)));
        }
        return accumulator.result();
    }
}
