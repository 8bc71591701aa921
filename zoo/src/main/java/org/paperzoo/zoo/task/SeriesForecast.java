package org.paperzoo.zoo.task;

/**
 * A forecast of one window in the scale of its input.
 *
 * @param values row by row: {@code steps * channels}
 * @param steps number of steps forecast
 * @param channels number of series forecast
 */
public record SeriesForecast(float[] values, int steps, int channels) {

    public SeriesForecast {
        if (values.length != steps * channels) {
            throw new IllegalArgumentException(
                    values.length + " values for " + steps + " steps of " + channels + " channels");
        }
    }
}
