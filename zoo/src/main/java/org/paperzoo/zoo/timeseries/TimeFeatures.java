package org.paperzoo.zoo.timeseries;

import java.time.LocalDateTime;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The marks that an Informer is given of a time stamp (reference: {@code utils/timefeatures.py}). Marks for tables are
 * month, day, weekday (0 is Monday), hour and, for minutes, quarter of the hour; the others are numbers in [-0.5, 0.5],
 * which ones depends on the frequency.
 */
final class TimeFeatures {

    private static final ToDoubleFunction<LocalDateTime> SECOND = time -> time.getSecond() / 59.0 - 0.5;
    private static final ToDoubleFunction<LocalDateTime> MINUTE = time -> time.getMinute() / 59.0 - 0.5;
    private static final ToDoubleFunction<LocalDateTime> HOUR = time -> time.getHour() / 23.0 - 0.5;
    private static final ToDoubleFunction<LocalDateTime> WEEKDAY =
            time -> (time.getDayOfWeek().getValue() - 1) / 6.0 - 0.5;
    private static final ToDoubleFunction<LocalDateTime> DAY = time -> (time.getDayOfMonth() - 1) / 30.0 - 0.5;
    private static final ToDoubleFunction<LocalDateTime> DAY_OF_YEAR = time -> (time.getDayOfYear() - 1) / 365.0 - 0.5;
    private static final ToDoubleFunction<LocalDateTime> WEEK =
            time -> (time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) - 1) / 52.0 - 0.5;
    private static final ToDoubleFunction<LocalDateTime> MONTH = time -> (time.getMonthValue() - 1) / 11.0 - 0.5;

    private static final Map<String, List<ToDoubleFunction<LocalDateTime>>> SCALED = Map.of(
            "s", List.of(SECOND, MINUTE, HOUR, WEEKDAY, DAY, DAY_OF_YEAR),
            "t", List.of(MINUTE, HOUR, WEEKDAY, DAY, DAY_OF_YEAR),
            "h", List.of(HOUR, WEEKDAY, DAY, DAY_OF_YEAR),
            "d", List.of(WEEKDAY, DAY, DAY_OF_YEAR),
            "b", List.of(WEEKDAY, DAY, DAY_OF_YEAR),
            "w", List.of(DAY, WEEK),
            "m", List.of(MONTH),
            // The reference's network has one feature for years, its data none: the month is what "m" gives.
            "a", List.of(MONTH));

    /** One mark of tables: 15 minutes. */
    private static final int QUARTER = 15;

    private TimeFeatures() {}

    /** The marks of a row of time stamps: {@code times.size() * settings.marksPerStep()} numbers. */
    static float[] of(List<LocalDateTime> times, InformerSettings settings) {
        int width = settings.marksPerStep();
        float[] marks = new float[times.size() * width];
        for (int row = 0; row < times.size(); row++) {
            for (int column = 0; column < width; column++) {
                marks[row * width + column] = settings.tables()
                        ? calendar(times.get(row), column)
                        : (float) SCALED.get(settings.frequency()).get(column).applyAsDouble(times.get(row));
            }
        }
        return marks;
    }

    private static int calendar(LocalDateTime time, int column) {
        return switch (column) {
            case 0 -> time.getMonthValue();
            case 1 -> time.getDayOfMonth();
            case 2 -> time.getDayOfWeek().getValue() - 1;
            case 3 -> time.getHour();
            default -> time.getMinute() / QUARTER;
        };
    }
}
