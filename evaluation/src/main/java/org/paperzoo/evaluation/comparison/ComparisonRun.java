package org.paperzoo.evaluation.comparison;

import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.comparison.ComparisonReport.EngineFacts;
import org.paperzoo.evaluation.comparison.ComparisonReport.Measurement;
import org.paperzoo.evaluation.comparison.ComparisonReport.SettingResult;

/**
 * Compares contenders: loads each alone, and for each setting warms each up alone, compares its outputs with the first
 * contender's, and times all in turns.
 */
public final class ComparisonRun {

    private final ComparisonPlan plan;
    private final Consumer<String> progress;
    private final InterleavedTiming timing;

    /**
     * A comparison to run.
     *
     * @param progress is told in a few words what happens next
     */
    public ComparisonRun(ComparisonPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.timing = new InterleavedTiming(plan.warmUp(), plan.repetitions());
    }

    /** A contender that is loaded, with its name. */
    private record Entrant(String name, LoadedContender contender) {}

    /** What was found out about an entrant in a setting while it worked alone. */
    private record Solo(Trial trial, WarmUp.Outcome warmUp, OutputDifference difference, OptionalLong growth) {}

    /**
     * Runs it.
     *
     * @param contenders at least one, of different names; the first is the baseline
     * @throws IOException if a contender cannot be loaded or cannot run a setting; all are closed then as always
     */
    public ComparisonReport run(List<Contender> contenders) throws IOException {
        check(contenders);
        List<EngineFacts> facts = new ArrayList<>();
        List<Entrant> entrants = new ArrayList<>();
        try (Closing closing = new Closing()) {
            for (Contender contender : contenders) {
                progress.accept("loading " + contender.name());
                ResidentMemory memory = ResidentMemory.watch();
                long began = System.nanoTime();
                LoadedContender loaded = contender.load();
                double loadMillis = (System.nanoTime() - began) / 1e6;
                closing.add(loaded);
                entrants.add(new Entrant(contender.name(), loaded));
                facts.add(new EngineFacts(
                        contender.name(),
                        contender.exportMillis().isPresent()
                                ? contender.exportMillis().getAsDouble()
                                : null,
                        contender.cached() ? true : null,
                        loadMillis,
                        nullable(loaded.bytesOnDisk()),
                        nullable(memory.growth())));
            }
            List<SettingResult> results = new ArrayList<>();
            for (Setting setting : plan.settings()) {
                results.add(compare(setting, entrants));
            }
            return new ComparisonReport(
                    ComparisonReport.SCHEMA,
                    plan.model(),
                    contenders.get(0).name(),
                    plan.provenance(),
                    plan.warmUp(),
                    plan.repetitions(),
                    plan.limits().orElse(null),
                    facts,
                    results);
        }
    }

    private static void check(List<Contender> contenders) {
        Set<String> names = new HashSet<>();
        for (Contender contender : contenders) {
            if (!names.add(contender.name())) {
                throw new IllegalArgumentException("two contenders have the name \"" + contender.name() + "\"");
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("there is no contender to compare");
        }
    }

    private SettingResult compare(Setting setting, List<Entrant> entrants) throws IOException {
        try (Closing closing = new Closing()) {
            List<Solo> solos = new ArrayList<>();
            NDList baseline = null;
            for (Entrant entrant : entrants) {
                progress.accept(setting.label() + ": warming up " + entrant.name());
                ResidentMemory memory = ResidentMemory.watch();
                Trial trial = entrant.contender().open(setting);
                closing.add(trial);
                WarmUp.Outcome warmUp = timing.warmUp(trial);
                OptionalLong growth = memory.peakGrowth();
                NDList outputs = trial.run();
                closing.add(outputs);
                OutputDifference difference = null;
                if (baseline == null) {
                    baseline = outputs;
                } else {
                    difference = OutputDifference.between(baseline, outputs);
                    closing.closeLast();
                }
                solos.add(new Solo(trial, warmUp, difference, growth));
            }
            progress.accept(setting.label() + ": timing");
            List<long[]> nanos = timing.measure(solos.stream().map(Solo::trial).toList());
            Optional<Work> work = plan.work().apply(setting);
            Optional<Roofline> roofline =
                    work.flatMap(counted -> plan.limits().map(limits -> Roofline.of(counted, limits)));
            List<Measurement> measurements = new ArrayList<>();
            for (int i = 0; i < entrants.size(); i++) {
                LatencySummary latency = LatencySummary.of(nanos.get(i), setting.batch());
                Solo solo = solos.get(i);
                measurements.add(new Measurement(
                        entrants.get(i).name(),
                        solo.warmUp(),
                        latency,
                        i == 0 ? null : ratio(nanos.get(0), nanos.get(i)),
                        solo.difference(),
                        roofline.map(least -> least.computeShare(latency.medianMillis()))
                                .orElse(null),
                        roofline.map(least -> least.memoryShare(latency.medianMillis()))
                                .orElse(null),
                        nullable(solo.trial().nativeCalls()),
                        nullable(solo.growth()),
                        LongStream.of(nanos.get(i)).boxed().toList()));
            }
            return new SettingResult(setting, work.orElse(null), roofline.orElse(null), measurements);
        }
    }

    private MedianRatio ratio(long[] baseline, long[] contender) {
        return MedianRatio.of(
                baseline,
                contender,
                MedianRatio.DEFAULT_RESAMPLES,
                plan.provenance().seed());
    }

    private static Long nullable(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /** What was opened, closed last first. */
    private static final class Closing implements AutoCloseable {

        private final Deque<Runnable> open = new ArrayDeque<>();

        void add(LoadedContender contender) {
            open.push(contender::close);
        }

        void add(Trial trial) {
            open.push(trial::close);
        }

        void add(NDList outputs) {
            open.push(outputs::close);
        }

        void closeLast() {
            open.pop().run();
        }

        /** Closes all, even where closing one fails; the first failure is thrown in the end. */
        @Override
        public void close() {
            RuntimeException failure = null;
            while (!open.isEmpty()) {
                try {
                    closeLast();
                } catch (RuntimeException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
