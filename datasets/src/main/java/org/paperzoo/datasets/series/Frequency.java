package org.paperzoo.datasets.series;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How often a series is sampled, and which features of its time stamps a forecaster is given (Informer2020,
 * utils/timefeatures.py). Two encodings exist: {@link #normalized}, numbers in [-0.5, 0.5] for a linear embedding
 * ({@code timeF}), and {@link #calendar}, integers for tables ({@code fixed} and {@code learned}).
 */
public enum Frequency {
    SECOND(
            "s",
            List.of(Feature.SECOND, Feature.MINUTE, Feature.HOUR, Feature.WEEKDAY, Feature.DAY, Feature.YEAR_DAY),
            0),
    MINUTE("t", List.of(Feature.MINUTE, Feature.HOUR, Feature.WEEKDAY, Feature.DAY, Feature.YEAR_DAY), 5),
    HOUR("h", List.of(Feature.HOUR, Feature.WEEKDAY, Feature.DAY, Feature.YEAR_DAY), 4),
    DAY("d", List.of(Feature.WEEKDAY, Feature.DAY, Feature.YEAR_DAY), 3),
    BUSINESS_DAY("b", List.of(Feature.WEEKDAY, Feature.DAY, Feature.YEAR_DAY), 3),
    WEEK("w", List.of(Feature.DAY, Feature.YEAR_WEEK), 1),
    MONTH("m", List.of(Feature.MONTH), 1);

    /** Numbers of one quarter of an hour in the calendar encoding of minutes. */
    private static final int MINUTES_OF_A_QUARTER = 15;

    private final String letter;
    private final List<Feature> features;
    private final int calendarFeatures;

    Frequency(String letter, List<Feature> features, int calendarFeatures) {
        this.letter = letter;
        this.features = features;
        this.calendarFeatures = calendarFeatures;
    }

    /** The letter in configurations, such as {@code h}. */
    public String letter() {
        return letter;
    }

    /**
     * Finds a frequency by its letter.
     *
     * @throws IllegalArgumentException if there is none; the message lists the letters
     */
    public static Frequency of(String letter) {
        return Arrays.stream(values())
                .filter(frequency -> frequency.letter.equals(letter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("frequency " + letter + "; expected one of "
                        + Arrays.stream(values()).map(Frequency::letter).collect(Collectors.joining(", "))));
    }

    /** Number of features of one time stamp in either encoding. */
    public int featureCount(boolean normalized) {
        return normalized ? features.size() : calendarFeatures;
    }

    /** The time stamp's features in [-0.5, 0.5]. */
    public double[] normalized(LocalDateTime time) {
        return features.stream().mapToDouble(feature -> feature.of(time)).toArray();
    }

    /**
     * The time stamp's month (1 to 12), and where the frequency is finer day of the month (1 to 31), weekday (0 is
     * Monday), hour (0 to 23) and quarter of the hour (0 to 3).
     */
    public double[] calendar(LocalDateTime time) {
        double[] all = {
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getDayOfWeek().getValue() - 1.0,
            time.getHour(),
            time.getMinute() / MINUTES_OF_A_QUARTER
        };
        return Arrays.copyOf(all, calendarFeatures);
    }

    /**
     * The time stamps to come after the last known one. As in Informer (pandas' {@code date_range} without its first date), a
     * last one that is not itself on the grid, such as a Wednesday in a weekly series, is first moved forward onto it (to
     * Monday, Sunday, or the month's last day), and the forecast begins one step after that.
     *
     * @param multiple units between two time stamps, such as 15 for quarters of an hour
     */
    public List<LocalDateTime> following(LocalDateTime last, int multiple, int count) {
        if (multiple < 1) {
            throw new IllegalArgumentException("time stamps " + multiple + " units apart; expected at least 1");
        }
        List<LocalDateTime> times = new ArrayList<>(count);
        LocalDateTime time = onGrid(last);
        for (int i = 0; i < count; i++) {
            time = next(time, multiple);
            times.add(time);
        }
        return times;
    }

    private LocalDateTime onGrid(LocalDateTime time) {
        return switch (this) {
            case BUSINESS_DAY -> isWeekend(time) ? time.with(TemporalAdjusters.next(DayOfWeek.MONDAY)) : time;
            case WEEK -> time.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
            case MONTH -> time.with(TemporalAdjusters.lastDayOfMonth());
            default -> time;
        };
    }

    private LocalDateTime next(LocalDateTime time, int multiple) {
        return switch (this) {
            case SECOND -> time.plusSeconds(multiple);
            case MINUTE -> time.plusMinutes(multiple);
            case HOUR -> time.plusHours(multiple);
            case DAY -> time.plusDays(multiple);
            case BUSINESS_DAY -> {
                LocalDateTime next = time;
                for (int left = multiple; left > 0; left--) {
                    do {
                        next = next.plusDays(1);
                    } while (isWeekend(next));
                }
                yield next;
            }
            case WEEK -> time.plusWeeks(multiple);
            case MONTH -> time.plusMonths(multiple).with(TemporalAdjusters.lastDayOfMonth());
        };
    }

    private static boolean isWeekend(LocalDateTime time) {
        return time.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue();
    }

    private enum Feature {
        SECOND,
        MINUTE,
        HOUR,
        WEEKDAY,
        DAY,
        YEAR_DAY,
        YEAR_WEEK,
        MONTH;

        double of(LocalDateTime time) {
            return switch (this) {
                case SECOND -> time.getSecond() / 59.0 - 0.5;
                case MINUTE -> time.getMinute() / 59.0 - 0.5;
                case HOUR -> time.getHour() / 23.0 - 0.5;
                case WEEKDAY -> (time.getDayOfWeek().getValue() - 1) / 6.0 - 0.5;
                case DAY -> (time.getDayOfMonth() - 1) / 30.0 - 0.5;
                case YEAR_DAY -> (time.getDayOfYear() - 1) / 365.0 - 0.5;
                case YEAR_WEEK -> (time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) - 1) / 52.0 - 0.5;
                case MONTH -> (time.getMonthValue() - 1) / 11.0 - 0.5;
            };
        }
    }
}
