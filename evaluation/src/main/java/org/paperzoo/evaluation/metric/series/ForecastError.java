package org.paperzoo.evaluation.metric.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.Dyadic;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * The errors that Informer's authors report, over all values of all windows, in the (standardised) scale of the data.
 *
 * <p>Values: {@code mse mae rmse mape mspe rse}, whichever is the headline. MAPE and MSPE divide by the reference
 * unguarded: a reference of 0 makes them infinite, or undefined where the forecast is 0 too. RSE is the root of the squared
 * error over that of the mean of all references; undefined where all references are equal and met.
 *
 * <p>The state is exact sums of the terms, each computed in double precision; the results differ from numpy's float64 by
 * its rounding of sums, some 1e-15 relative. (The authors' code works in single precision, which costs it digits.)
 */
public final class ForecastError implements AdditiveMetric<SeriesWindow, SeriesWindow> {

    private static final String REFERENCE = "zhouhaoyi/Informer2020 29f2a73, utils/metrics.py, in float64";

    /** Which of the errors is the headline value. */
    public enum Headline {
        /** Mean squared error. */
        MSE,
        /** Mean absolute error. */
        MAE,
        /** Root of the mean squared error. */
        RMSE,
        /** Mean absolute error relative to the reference. */
        MAPE,
        /** Mean squared error relative to the reference. */
        MSPE,
        /** Root relative squared error. */
        RSE
    }

    // The statistics: windows, values, then the sums in this order.
    private static final String[] SUMS = {
        "squaredErrors", "absoluteErrors", "relativeErrors", "squaredRelativeErrors", "references", "squaredReferences"
    };
    private static final int SQUARED_ERRORS = 0;
    private static final int ABSOLUTE_ERRORS = 1;
    private static final int RELATIVE_ERRORS = 2;
    private static final int SQUARED_RELATIVE_ERRORS = 3;
    private static final int REFERENCES = 4;
    private static final int SQUARED_REFERENCES = 5;

    private final Headline headline;
    private final MetricDefinition definition;

    public ForecastError(Headline headline) {
        this.headline = headline;
        definition = new MetricDefinition(
                headline.name().toLowerCase(Locale.ROOT),
                headline.name(),
                headline == Headline.MSE ? "squared unit of the data" : unit(headline),
                0,
                Double.POSITIVE_INFINITY,
                false,
                REFERENCE);
    }

    private static String unit(Headline headline) {
        return headline == Headline.MAE || headline == Headline.RMSE ? "unit of the data" : "fraction";
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<SeriesWindow, SeriesWindow> newAccumulator() {
        return new Sums();
    }

    @Override
    public Accumulator<SeriesWindow, SeriesWindow> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        Sums restored = new Sums();
        restored.windows = reader.count("windows");
        restored.values = reader.count("values");
        for (int i = 0; i < SUMS.length; i++) {
            restored.sums[i] = ExactSum.fromJson(reader.object(SUMS[i]));
        }
        return restored;
    }

    @Override
    public double[] statistics(Accumulator<SeriesWindow, SeriesWindow> accumulator) {
        Sums sums = sumsOf(accumulator);
        double[] statistics = new double[1 + SUMS.length];
        statistics[0] = sums.values;
        for (int i = 0; i < SUMS.length; i++) {
            statistics[1 + i] = sums.sums[i].doubleValue();
        }
        return statistics;
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        double values = statistics[0];
        double mean = statistics[1 + REFERENCES] / values;
        double deviations = Math.max(0, statistics[1 + SQUARED_REFERENCES] - statistics[1 + REFERENCES] * mean);
        return resultOf(values, statistics, deviations);
    }

    /** @param deviations sum of the squared differences of the references from their mean */
    private MetricResult resultOf(double values, double[] statistics, double deviations) {
        double squaredError = statistics[1 + SQUARED_ERRORS] / values;
        Map<String, Object> errors = new LinkedHashMap<>();
        errors.put("mse", squaredError);
        errors.put("mae", statistics[1 + ABSOLUTE_ERRORS] / values);
        errors.put("rmse", Math.sqrt(squaredError));
        errors.put("mape", statistics[1 + RELATIVE_ERRORS] / values);
        errors.put("mspe", statistics[1 + SQUARED_RELATIVE_ERRORS] / values);
        errors.put("rse", Math.sqrt(statistics[1 + SQUARED_ERRORS]) / Math.sqrt(deviations));
        return new MetricResult(definition.id(), (Double) errors.get(definition.id()), errors);
    }

    private Sums sumsOf(Accumulator<SeriesWindow, SeriesWindow> accumulator) {
        if (accumulator instanceof Sums sums && sums.headline() == headline) {
            return sums;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private final class Sums implements Accumulator<SeriesWindow, SeriesWindow> {

        private long windows;
        private long values;
        private final ExactSum[] sums = new ExactSum[SUMS.length];

        Sums() {
            for (int i = 0; i < sums.length; i++) {
                sums[i] = new ExactSum();
            }
        }

        Headline headline() {
            return headline;
        }

        @Override
        public void update(SeriesWindow prediction, SeriesWindow reference) {
            reference.checkForecast(prediction);
            for (int i = 0; i < reference.values().length; i++) {
                double actual = reference.values()[i];
                double error = prediction.values()[i] - actual;
                double relative = error / actual;
                sums[SQUARED_ERRORS].add(error * error);
                sums[ABSOLUTE_ERRORS].add(Math.abs(error));
                sums[RELATIVE_ERRORS].add(Math.abs(relative));
                sums[SQUARED_RELATIVE_ERRORS].add(relative * relative);
                sums[REFERENCES].add(actual);
                // Exact, for the deviation from a mean that is known only at the end.
                sums[SQUARED_REFERENCES].addSquare(actual);
            }
            values += reference.values().length;
            windows++;
        }

        @Override
        public void merge(Accumulator<SeriesWindow, SeriesWindow> other) {
            Sums others = sumsOf(other);
            for (int i = 0; i < sums.length; i++) {
                sums[i].add(others.sums[i]);
            }
            values += others.values;
            windows += others.windows;
        }

        @Override
        public long size() {
            return windows;
        }

        @Override
        public MetricResult result() {
            if (windows == 0) {
                throw new IllegalStateException(definition.id() + " has seen no window");
            }
            // n * sum(x^2) - sum(x)^2, without cancellation, is n times the sum of squared deviations.
            Dyadic sum = sums[REFERENCES].finitePart();
            Dyadic deviations = sums[SQUARED_REFERENCES]
                    .finitePart()
                    .times(Dyadic.of(values))
                    .minus(sum.times(sum));
            return resultOf(values, statistics(this), deviations.doubleValue() / values);
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            state.put("windows", windows);
            state.put("values", values);
            for (int i = 0; i < SUMS.length; i++) {
                state.set(SUMS[i], sums[i].toJson());
            }
            return state;
        }
    }
}
