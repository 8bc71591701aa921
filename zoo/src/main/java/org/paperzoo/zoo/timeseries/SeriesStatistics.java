package org.paperzoo.zoo.timeseries;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;

/**
 * What a forecaster must know of the series that it was trained on: a file {@code series.json} beside the weights.
 *
 * @param columns names of the series, in the order in which the network reads them
 * @param mean of each series over the training split
 * @param deviation standard deviation of each series over the training split, above 0
 * @param step what lies between two rows
 */
public record SeriesStatistics(List<String> columns, List<Double> mean, List<Double> deviation, Duration step) {

    /** The file's name. */
    public static final String FILE = "series.json";

    public SeriesStatistics {
        columns = List.copyOf(columns);
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    /**
     * Reads the file.
     *
     * @param channels number of series that the network reads
     * @throws InvalidInputException if it is not what the format says
     */
    public static SeriesStatistics read(Path file, int channels) throws IOException {
        Configuration json = Configuration.read(file);
        List<String> columns = new ArrayList<>();
        json.json().path("columns").forEach(name -> columns.add(name.asText()));
        if (columns.size() != channels) {
            throw json.wrong("columns", "the names of the " + channels + " series that the network reads");
        }
        List<Double> mean = numbers(json, "mean", channels);
        List<Double> deviation = numbers(json, "deviation", channels);
        if (!deviation.stream().allMatch(value -> value > 0)) {
            throw json.wrong("deviation", "numbers greater than 0");
        }
        return new SeriesStatistics(columns, mean, deviation, step(json));
    }

    private static List<Double> numbers(Configuration json, String key, int count) throws InvalidInputException {
        JsonNode list = json.json().path(key);
        boolean numbers = list.isArray()
                && list.size() == count
                && IntStream.range(0, count)
                        .allMatch(i -> list.get(i).isNumber()
                                && Double.isFinite(list.get(i).doubleValue()));
        if (!numbers) {
            throw json.wrong(key, count + " numbers");
        }
        return IntStream.range(0, count)
                .mapToObj(i -> list.get(i).doubleValue())
                .toList();
    }

    private static Duration step(Configuration json) throws InvalidInputException {
        try {
            Duration step = Duration.parse(json.text("step"));
            if (step.isNegative() || step.isZero()) {
                throw json.wrong("step", "a duration longer than 0");
            }
            return step;
        } catch (DateTimeParseException e) {
            throw json.wrong("step", "a duration such as PT1H");
        }
    }

    /** A value of a series in units of its deviation from its mean. */
    float standardise(double value, int column) {
        return (float) ((value - mean.get(column)) / deviation.get(column));
    }

    /** The value of a series that {@link #standardise} made {@code standardised} of. */
    float restore(double standardised, int column) {
        return (float) (standardised * deviation.get(column) + mean.get(column));
    }
}
