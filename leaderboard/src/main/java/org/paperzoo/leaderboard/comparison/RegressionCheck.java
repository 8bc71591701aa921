package org.paperzoo.leaderboard.comparison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.evaluation.score.SignificanceSettings;
import org.paperzoo.leaderboard.comparison.RunComparison.ValuePair;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;

/**
 * Whether the newest results are worse than those of a baseline. A value has got worse where the paired test says so, if
 * both runs kept their examples; else where the baseline's value lies outside the newest one's interval, on its better
 * side; else, without an interval, where it is worse by more than a tolerance.
 *
 * @param tolerance how much worse a value without interval may be, as a share of the baseline's
 * @param slowest how many times the time for an example may have grown on the same processor; 0 does not look at speed
 */
public record RegressionCheck(double tolerance, double slowest) {

    private static final int MOST_CANDIDATES = 10_000;
    private static final double SIGNIFICANT = 0.05;

    public RegressionCheck {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + "; expected 0 to 1");
        }
        if (!(slowest == 0 || slowest >= 1)) {
            throw new IllegalArgumentException("slowest is " + slowest + "; expected at least 1, or 0 for any");
        }
    }

    /** How one value stands. */
    public enum Verdict {
        /** It is as it was, as far as can be told. */
        SAME("same"),
        /** It is better, as far as can be told. */
        BETTER("better"),
        /** It got worse. */
        WORSE("WORSE"),
        /** There is no newest result to compare. */
        MISSING("MISSING");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /** As tables print it. */
        public String word() {
            return word;
        }

        /** Whether the check fails by it. */
        public boolean fails() {
            return this == WORSE || this == MISSING;
        }
    }

    /**
     * How one value of the baseline stands today.
     *
     * @param baseline the baseline's result
     * @param current the address of the newest one; null where there is none
     * @param value what is compared: a metric, or {@code examples/s}
     * @param before the baseline's value
     * @param now the newest one's; NaN where there is none
     * @param verdict how it stands
     * @param reason why
     */
    public record Finding(
            Result baseline, String current, String value, double before, double now, Verdict verdict, String reason) {}

    /** Compares every result of a baseline with the newest one of its setting in a store. */
    public List<Finding> run(List<Result> baseline, ResultStore store) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Result before : baseline) {
            StoredResult first = StoredResult.of(before);
            Optional<StoredResult> newest = newest(before, store);
            if (newest.isEmpty()) {
                findings.add(new Finding(
                        before, null, "all", Double.NaN, Double.NaN, Verdict.MISSING, "no such result in the store"));
                continue;
            }
            RunComparison comparison = RunComparison.of(store, first, newest.get(), SignificanceSettings.defaults());
            for (MeasuredValue value : before.values()) {
                if (value.headline()) {
                    findings.add(finding(before, newest.get(), value, comparison));
                }
            }
            speed(before, newest.get()).ifPresent(findings::add);
        }
        return findings;
    }

    /** The newest result of the same model, benchmark, engine, device, precision and number of examples. */
    private static Optional<StoredResult> newest(Result before, ResultStore store) throws IOException {
        return store.query(ResultQuery.latestOf(before.benchmark(), before.model(), MOST_CANDIDATES)).stream()
                .filter(each -> sameSetting(before, each.result()))
                .findFirst();
    }

    private static boolean sameSetting(Result before, Result now) {
        return before.provenance().engine().equals(now.provenance().engine())
                && before.provenance().device().equals(now.provenance().device())
                && Objects.equals(
                        before.provenance().precision(), now.provenance().precision())
                && before.complete() == now.complete()
                && (before.complete() || before.examples() == now.examples());
    }

    private Finding finding(Result before, StoredResult now, MeasuredValue value, RunComparison comparison) {
        Optional<ValuePair> pair = comparison.values().stream()
                .filter(each -> each.baseline() == value)
                .findFirst();
        if (pair.isEmpty()) {
            return new Finding(
                    before,
                    now.address(),
                    value.metric(),
                    value.value(),
                    Double.NaN,
                    Verdict.MISSING,
                    "the newest result lacks it");
        }
        return judged(before, now, pair.get());
    }

    private Finding judged(Result before, StoredResult now, ValuePair pair) {
        MeasuredValue value = pair.system();
        double difference = pair.difference();
        boolean beyond;
        String reason;
        if (pair.paired() != null) {
            beyond = pair.paired().pValue() < SIGNIFICANT;
            reason = String.format(
                    Locale.ROOT,
                    "%s, p = %.4f",
                    pair.paired().test(),
                    pair.paired().pValue());
        } else if (value.low() != null) {
            double paper = pair.baseline().value();
            beyond = paper < value.low() || paper > value.high();
            reason = String.format(Locale.ROOT, "its interval is %.6g to %.6g", value.low(), value.high());
        } else {
            // Written so that a value which is no number any more counts as one that changed.
            beyond = !(Math.abs(difference)
                    <= tolerance * Math.abs(pair.baseline().value()));
            reason = String.format(Locale.ROOT, "no interval; tolerance %.3g", tolerance);
        }
        boolean lost =
                Double.isNaN(value.value()) && !Double.isNaN(pair.baseline().value());
        Verdict verdict = lost ? Verdict.WORSE : verdict(pair, beyond);
        return new Finding(
                before, now.address(), value.metric(), pair.baseline().value(), value.value(), verdict, reason);
    }

    private static Verdict verdict(ValuePair pair, boolean beyond) {
        if (!beyond || pair.difference() == 0 || Double.isNaN(pair.difference())) {
            return Verdict.SAME;
        }
        return pair.worse() ? Verdict.WORSE : Verdict.BETTER;
    }

    private Optional<Finding> speed(Result before, StoredResult now) {
        Result result = now.result();
        boolean comparable =
                before.provenance().processor().equals(result.provenance().processor())
                        && before.speed().batch() == result.speed().batch();
        if (slowest == 0 || !comparable) {
            return Optional.empty();
        }
        double first = before.speed().examplesPerSecond();
        double second = result.speed().examplesPerSecond();
        double ratio = first / second;
        Verdict verdict = ratio > slowest ? Verdict.WORSE : ratio < 1 / slowest ? Verdict.BETTER : Verdict.SAME;
        return Optional.of(new Finding(
                before,
                now.address(),
                "examples/s",
                first,
                second,
                verdict,
                String.format(Locale.ROOT, "takes %.2f times as long; may take %.2f", ratio, slowest)));
    }
}
