package org.paperzoo.benchmarks;

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
import org.paperzoo.zoo.audio.Features;
import org.paperzoo.zoo.audio.FilterBank;
import org.paperzoo.zoo.audio.LogMel;
import org.paperzoo.zoo.audio.Waveform;
import org.paperzoo.zoo.audio.Window;

/** Thirty seconds of sound on their way into a network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SoundBenchmark {

    private static final int SECONDS = 30;

    private final FilterBank bank = new FilterBank(16000, 80, Window.POVEY, FilterBank.SIXTEEN_BITS);
    private Waveform compactDisc;
    private float[] speech;

    @Setup
    public void play() {
        Random random = new Random(1);
        float[] samples = new float[SECONDS * 44100];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.3 * Math.sin(i * 0.02) + 0.05 * random.nextGaussian());
        }
        compactDisc = new Waveform(44100, samples);
        speech = compactDisc.at(16000).samples();
    }

    @Benchmark
    public Waveform resample() {
        return compactDisc.at(16000);
    }

    @Benchmark
    public Features filterBank() {
        return bank.of(speech);
    }

    @Benchmark
    public Features whisper() {
        return LogMel.whisper(speech, 80, SECONDS);
    }
}
