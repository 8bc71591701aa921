package org.paperzoo.leaderboard.store;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.evaluation.result.Result.Provenance;
import org.paperzoo.evaluation.result.Result.Speed;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;

/** What a result must say of itself to be taken: all that is needed to repeat it, and nothing that contradicts itself. */
final class ResultRules {

    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    private static final Pattern DEVICE = Pattern.compile("cpu|gpu(:[0-9]{1,3})?");
    private static final int LONGEST_TEXT = 20_000;
    private static final int MOST_VALUES = 10_000;
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofDays(1);

    /** Values may exceed their definition's ends by rounding. */
    private static final double ROUNDING = 1e-9;

    private ResultRules() {}

    /**
     * Checks a result.
     *
     * @throws RefusedException if it is not taken; the message says why
     */
    static void check(Result result) throws RefusedException {
        require(result.schema() == Result.SCHEMA, "its schema is " + result.schema() + "; expected " + Result.SCHEMA);
        id("model", result.model());
        id("benchmark", result.benchmark());
        text("task", result.task());
        text("split", result.split());
        require(result.examples() >= 1, "it measured " + result.examples() + " examples; expected at least 1");
        require(result.speed() != null, "it has no speed");
        require(result.memory() != null, "it has no memory");
        require(result.provenance() != null, "it has no provenance");
        provenance(result.provenance(), result.quality());
        speed(result.speed());
        values(result);
        known(result);
    }

    private static void provenance(Provenance provenance, boolean quality) throws RefusedException {
        text("provenance.weights", provenance.weights());
        text("provenance.data", provenance.data());
        text("provenance.paperzoo", provenance.paperzoo());
        text("provenance.djl", provenance.djl());
        text("provenance.engine", provenance.engine());
        text("provenance.engineVersion", provenance.engineVersion());
        text("provenance.java", provenance.java());
        text("provenance.system", provenance.system());
        text("provenance.processor", provenance.processor());
        text("provenance.command", provenance.command());
        digest("provenance.dataSha256", provenance.dataSha256());
        if (provenance.weightsSha256() != null) {
            digest("provenance.weightsSha256", provenance.weightsSha256());
        }
        if (provenance.artifactSha256() != null) {
            digest("provenance.artifactSha256", provenance.artifactSha256());
        }
        require(
                !quality || provenance.weightsSha256() != null || provenance.artifactSha256() != null,
                "unknown provenance: it says how good the model is, but has the digest of neither weights nor graphs");
        require(
                provenance.device() != null
                        && DEVICE.matcher(provenance.device()).matches(),
                "provenance.device is " + shown(provenance.device()) + "; expected cpu, gpu or gpu:N");
        require(provenance.cores() >= 1, "provenance.cores is " + provenance.cores() + "; expected at least 1");
        Instant started;
        try {
            started = Instant.parse(String.valueOf(provenance.started()));
        } catch (DateTimeParseException e) {
            throw new RefusedException("provenance.started is " + shown(provenance.started())
                    + "; expected a time such as" + " 2026-11-24T00:00:00Z");
        }
        require(
                started.isBefore(Instant.now().plus(CLOCKS_DIFFER_BY)),
                "provenance.started is " + provenance.started() + ", which is to come");
    }

    private static void speed(Speed speed) throws RefusedException {
        require(speed.batch() >= 1, "speed.batch is " + speed.batch() + "; expected at least 1");
        number("speed.examplesPerSecond", speed.examplesPerSecond());
        number("speed.p50Millis", speed.p50Millis());
        number("speed.p90Millis", speed.p90Millis());
        number("speed.p99Millis", speed.p99Millis());
        number("speed.loadMillis", speed.loadMillis());
        require(
                speed.p50Millis() <= speed.p90Millis() && speed.p90Millis() <= speed.p99Millis(),
                "inconsistent: the percentiles of its latency do not rise");
    }

    private static void values(Result result) throws RefusedException {
        require(
                result.quality() != result.values().isEmpty(),
                result.quality()
                        ? "it says how good the model is, but has no values"
                        : "inconsistent: it counts for speed alone, but has values");
        require(result.values().size() <= MOST_VALUES, "it has more than " + MOST_VALUES + " values");
        Map<String, MetricDefinition> definitions = new HashMap<>();
        for (MetricDefinition definition : result.definitions()) {
            require(
                    definitions.put(definition.id(), definition) == null,
                    "inconsistent: metric " + definition.id() + " is defined twice");
        }
        Set<String> names = new HashSet<>();
        Set<String> headlines = new HashSet<>();
        for (MeasuredValue value : result.values()) {
            id("metric", value.metric());
            text("name of a value", value.name());
            String name = value.metric() + "." + value.name();
            require(
                    names.add(name + value.headline()) && (!value.headline() || headlines.add(value.metric())),
                    "inconsistent: it has two values " + shown(name));
            interval(name, value);
            MetricDefinition definition = definitions.get(value.metric());
            require(
                    definition != null || definitions.isEmpty(),
                    "inconsistent: it defines metrics, but not " + value.metric());
            if (definition != null) {
                defined(name, value, definition);
            }
        }
    }

    private static void interval(String name, MeasuredValue value) throws RefusedException {
        require((value.low() == null) == (value.high() == null), name + " has one end of an interval only");
        require(
                value.low() == null
                        || Double.isFinite(value.low()) && Double.isFinite(value.high()) && value.low() <= value.high(),
                "inconsistent: the interval of " + name + " is " + value.low() + " to " + value.high());
    }

    private static void defined(String name, MeasuredValue value, MetricDefinition definition) throws RefusedException {
        require(
                value.higherIsBetter() == definition.higherIsBetter(),
                "inconsistent: " + name + " and its definition differ in which way is better");
        double slack = ROUNDING * Math.max(1, Math.abs(value.value()));
        require(
                !value.headline()
                        || Double.isNaN(value.value())
                        || value.value() >= definition.minimum() - slack
                                && value.value() <= definition.maximum() + slack,
                "inconsistent: " + name + " is " + value.value() + "; by its definition it lies between "
                        + definition.minimum() + " and " + definition.maximum());
    }

    /** What the project knows of the model and the benchmark must not say otherwise. */
    private static void known(Result result) throws RefusedException {
        if (Catalogue.standard().contains(result.model())) {
            ModelCard card = Catalogue.standard().card(result.model());
            require(
                    card.task().equals(result.task()),
                    "inconsistent: model " + card.id() + " does " + card.task() + ", not " + shown(result.task()));
        }
        for (Benchmark benchmark : Benchmarks.all()) {
            if (benchmark.id().equals(result.benchmark())) {
                require(
                        benchmark.task().label().equals(result.task()),
                        "inconsistent: benchmark " + benchmark.id() + " measures "
                                + benchmark.task().label() + ", not " + shown(result.task()));
                require(
                        benchmark.split().equals(result.split()),
                        "inconsistent: benchmark " + benchmark.id() + " measures the split " + benchmark.split()
                                + ", not " + shown(result.split()));
            }
        }
    }

    static void id(String what, String id) throws RefusedException {
        require(
                id != null && ID.matcher(id).matches(),
                "its " + what + " is " + shown(id) + "; expected letters, digits and . _ - (at most 200)");
    }

    static void text(String what, String text) throws RefusedException {
        require(text != null && !text.isBlank(), "unknown provenance: it does not tell " + what);
        require(text.length() <= LONGEST_TEXT, what + " has more than " + LONGEST_TEXT + " characters");
        require(text.indexOf('\0') < 0, what + " holds the character 0");
    }

    private static void digest(String what, String digest) throws RefusedException {
        require(
                ContentAddress.isOne(digest),
                "unknown provenance: " + what + " is " + shown(digest)
                        + "; expected a SHA-256 of 64 hexadecimal digits");
    }

    private static void number(String what, double number) throws RefusedException {
        require(Double.isFinite(number) && number >= 0, what + " is " + number + "; expected 0 or more");
    }

    static void require(boolean right, String reason) throws RefusedException {
        if (!right) {
            throw new RefusedException(reason);
        }
    }

    static String shown(String text) {
        if (text == null) {
            return "missing";
        }
        return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
    }
}
