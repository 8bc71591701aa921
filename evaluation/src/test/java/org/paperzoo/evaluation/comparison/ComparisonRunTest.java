package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.paperzoo.evaluation.comparison.ComparisonReport.Measurement;

/** Comparisons of tiny pieces of real PyTorch work. */
class ComparisonRunTest {

    private static final int WIDTH = 64;

    private final List<String> closed = new ArrayList<>();

    @Test
    void twoWaysToComputeTheSameAreTimedAndTheirOutputsAgree() throws IOException {
        Contender once = contender("one product", (inputs, weights) -> inputs.matMul(weights));
        Contender often = contender("ten products", (inputs, weights) -> {
            for (int i = 0; i < 9; i++) {
                inputs.matMul(weights).close();
            }
            return inputs.matMul(weights);
        });
        ComparisonReport report = run(List.of(often, once), List.of(setting(1), setting(16)));

        assertEquals("ten products", report.baseline());
        assertEquals(2, report.settings().size());
        for (var result : report.settings()) {
            Measurement baseline = result.measurements().get(0);
            Measurement faster = result.measurements().get(1);
            assertNull(baseline.ratio());
            assertNull(baseline.difference());
            assertEquals(new OutputDifference(0, 0, null), faster.difference());
            assertTrue(faster.ratio().ratio() > 1, faster.ratio().text());
            assertEquals(20, faster.nanos().size());
            assertEquals(20, faster.latency().repetitions());
            assertTrue(faster.computeShare() > 0 && faster.memoryShare() > 0);
            assertEquals(3L, faster.nativeCalls());
        }
        assertEquals(4096L, report.engine("one product").bytesOnDisk());
        // Two settings of two trials each, then the contenders, the last opened first.
        assertEquals(
                List.of(
                        "trial one product",
                        "trial ten products",
                        "trial one product",
                        "trial ten products",
                        "one product",
                        "ten products"),
                closed);
    }

    @Test
    void outputsThatDifferAreReported() throws IOException {
        ComparisonReport report = run(
                List.of(
                        contender("right", (inputs, weights) -> inputs.matMul(weights)),
                        contender(
                                "doubled",
                                (inputs, weights) -> inputs.matMul(weights).mul(2)),
                        contender(
                                "summed",
                                (inputs, weights) -> inputs.matMul(weights).sum())),
                List.of(setting(2)));
        List<Measurement> measurements = report.settings().get(0).measurements();
        assertEquals(1, measurements.get(1).difference().relative(), 1e-6);
        assertEquals(
                "output 0 has the shape (), not (2, 64)",
                measurements.get(2).difference().mismatch());
    }

    @Test
    void everythingIsClosedWhenAContenderFails() {
        Contender good = contender("good", (inputs, weights) -> inputs.matMul(weights));
        Contender bad = contender("bad", (inputs, weights) -> {
            throw new IllegalStateException("no such kernel");
        });
        assertThrows(IllegalStateException.class, () -> run(List.of(good, bad), List.of(setting(1))));
        assertEquals(List.of("trial bad", "trial good", "bad", "good"), closed);
    }

    @Test
    void twoContendersOfOneNameAndNoContenderAreRefused() {
        Contender contender = contender("same", (inputs, weights) -> inputs.matMul(weights));
        assertThrows(IllegalArgumentException.class, () -> run(List.of(contender, contender), List.of(setting(1))));
        assertThrows(IllegalArgumentException.class, () -> run(List.of(), List.of(setting(1))));
        assertThrows(IllegalArgumentException.class, () -> run(List.of(contender), List.of(setting(1), setting(1))));
    }

    private static Setting setting(int batch) {
        return Setting.ofBatch(batch);
    }

    private static ComparisonReport run(List<Contender> contenders, List<Setting> settings) throws IOException {
        ComparisonPlan plan = new ComparisonPlan(
                "sample",
                settings,
                new WarmUp(3, 0.2, 3, 30, 2),
                new RepetitionLimits(20, 20, 0),
                setting -> Optional.of(new Work(
                        2.0 * setting.batch() * WIDTH * WIDTH,
                        Float.BYTES * (double) WIDTH * (WIDTH + setting.batch()))),
                Optional.of(SampleReports.LIMITS),
                SampleReports.provenance());
        return new ComparisonRun(plan, message -> {}).run(contenders);
    }

    /** Inputs [B, 64] of ones and weights [64, 64], and what to do with them. */
    private Contender contender(String name, BiFunction<NDArray, NDArray, NDArray> work) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public LoadedContender load() {
                NDManager manager = NDManager.newBaseManager("PyTorch");
                NDArray weights = manager.arange(0f, WIDTH * WIDTH, 1f)
                        .reshape(WIDTH, WIDTH)
                        .div(WIDTH);
                return new Loaded(name, manager, weights, work);
            }
        };
    }

    private final class Loaded implements LoadedContender {

        private final String name;
        private final NDManager manager;
        private final NDArray weights;
        private final BiFunction<NDArray, NDArray, NDArray> work;

        Loaded(String name, NDManager manager, NDArray weights, BiFunction<NDArray, NDArray, NDArray> work) {
            this.name = name;
            this.manager = manager;
            this.weights = weights;
            this.work = work;
        }

        @Override
        public OptionalLong bytesOnDisk() {
            return OptionalLong.of(4096);
        }

        @Override
        public Trial open(Setting setting) {
            NDArray inputs = manager.ones(new Shape(setting.batch(), WIDTH));
            return new Trial() {
                @Override
                public NDList run() {
                    return new NDList(work.apply(inputs, weights));
                }

                @Override
                public OptionalLong nativeCalls() {
                    return OptionalLong.of(3);
                }

                @Override
                public void close() {
                    inputs.close();
                    closed.add("trial " + name);
                }
            };
        }

        @Override
        public void close() {
            manager.close();
            closed.add(name);
        }
    }
}
