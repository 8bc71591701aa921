package org.paperzoo.datasets.series;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.SeededRandom;

/**
 * The series {@code sample-series}, generated from a seed: a plant's hourly records over twenty months, in the form and with
 * the column names of the ETT tables, so that their protocol applies.
 *
 * <ul>
 *   <li>Six load channels follow a daily rhythm of two humps. Its phase depends on the weekday, so that yesterday is a poor
 *       forecast; its strength falls through each month and starts anew on the first, so that last week is one too.
 *   <li>Weekends are weaker; on holidays, and on the first of each month, the plant almost stands still.
 *   <li>Each load also answers the load of the channel before it three hours earlier, and has a level of its own that
 *       wanders slowly; all share a season of the year and a slow trend.
 *   <li>{@code OT} is a temperature that answers all loads of the hours before, the season and the hour.
 * </ul>
 *
 * What can be forecast is thus mostly a product of calendar effects, which the time features tell and no linear rule over
 * past values can express. Mean squared errors on the standardised test windows of the next 24 hours: repeating the last
 * hour 1.52, the last day 1.02, the same day of last week 0.27; a ridge regression for each channel over 96 hours 0.45,
 * over 168 hours 0.22; noise alone leaves about 0.02.
 *
 * <p>Only additions, multiplications and {@link StrictMath} are used: every machine computes the same digits. Values are
 * rounded to four decimals.
 */
public final class SampleSeries {

    /** Rows: 20 months of 30 days for the ETT protocol, and 20 days more as the ETT tables have. */
    public static final int ROWS = 20 * 30 * 24 + 20 * 24;

    private static final List<String> COLUMNS = List.of("HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT");
    private static final LocalDateTime START = LocalDateTime.of(2021, 1, 1, 0, 0);
    private static final List<MonthDay> HOLIDAYS = List.of(
            MonthDay.of(4, 5),
            MonthDay.of(5, 2),
            MonthDay.of(10, 2),
            MonthDay.of(10, 3),
            MonthDay.of(12, 25),
            MonthDay.of(12, 26));

    private static final double[] STRENGTH = {6, 2, 5, 1.6, 1.2, 0.5};
    private static final double[] BASE = {8, 2.2, 5, 0.8, 2.8, 0.8};
    private static final double[] PHASE_HOURS = {0, 1.5, 0.7, 2.2, 4, 3.1};
    private static final double[] WEEKEND = {0.55, 0.7, 0.5, 0.65, 0.9, 0.8};

    /** Hours by which the rhythm is late, from Monday to Sunday. */
    private static final double[] WEEKDAY_HOURS = {0, 2, 4, -2, -4, 6, 8};

    private static final double FIRST_OF_MONTH = 1.7;
    private static final double FALL_PER_DAY = 0.045;
    private static final double HOLIDAY = 0.25;
    private static final int ANSWER_HOURS = 3;
    private static final double ANSWER = 0.25;
    private static final double LEVEL_MEMORY = 0.97;
    private static final double LEVEL_STEP = 0.015;
    private static final double NOISE = 0.04;
    private static final double TEMPERATURE_MEMORY = 0.9;
    private static final double TEMPERATURE_NOISE = 0.08;
    private static final double ROUNDING = 1e4;

    private SampleSeries() {}

    /** Generates the table from a seed; equal seeds give equal tables. */
    public static SeriesTable generate(long seed) {
        SeededRandom random = new SeededRandom(seed);
        int loads = STRENGTH.length;
        double[] values = new double[ROWS * COLUMNS.size()];
        double[] level = new double[loads];
        double temperature = 17;
        List<LocalDateTime> times = new ArrayList<>(ROWS);
        for (int row = 0; row < ROWS; row++) {
            LocalDateTime time = START.plusHours(row);
            times.add(time);
            double season = StrictMath.sin(2 * Math.PI * (time.getDayOfYear() - 100) / 365.0);
            double total = 0;
            for (int load = 0; load < loads; load++) {
                level[load] = LEVEL_MEMORY * level[load] + LEVEL_STEP * random.gaussian();
                double relative = activity(time, load)
                        + 0.25 * season
                        + 0.15 * row / ROWS
                        + level[load]
                        + NOISE * random.gaussian();
                if (load > 0 && row >= ANSWER_HOURS) {
                    double earlier = values[(row - ANSWER_HOURS) * COLUMNS.size() + load - 1];
                    relative += ANSWER * (earlier - BASE[load - 1]) / STRENGTH[load - 1];
                }
                values[row * COLUMNS.size() + load] = rounded(BASE[load] + STRENGTH[load] * relative);
                total += relative;
            }
            double warmth = 18 + 6 * season + 1.8 * total + 1.5 * rhythm(time.getHour(), 3);
            temperature = TEMPERATURE_MEMORY * temperature
                    + (1 - TEMPERATURE_MEMORY) * warmth
                    + TEMPERATURE_NOISE * random.gaussian();
            values[row * COLUMNS.size() + loads] = rounded(temperature);
        }
        return new SeriesTable(COLUMNS, times, values);
    }

    /** What the calendar alone says of a load, in its strength: about -1.5 to 1.5. */
    private static double activity(LocalDateTime time, int load) {
        LocalDate date = time.toLocalDate();
        int weekday = date.getDayOfWeek().getValue();
        double strength = FIRST_OF_MONTH - FALL_PER_DAY * date.getDayOfMonth();
        if (date.getDayOfMonth() == 1 || HOLIDAYS.contains(MonthDay.from(date))) {
            strength = HOLIDAY;
        } else if (weekday > 5) {
            strength *= WEEKEND[load];
        }
        return strength * rhythm(time.getHour(), PHASE_HOURS[load] + WEEKDAY_HOURS[weekday - 1]);
    }

    /** The day's course: two humps, the later one higher; about -1 to 1. */
    private static double rhythm(int hour, double lateHours) {
        double angle = 2 * Math.PI * (hour - 14 - lateHours) / 24;
        return 0.7 * StrictMath.cos(angle) + 0.3 * StrictMath.cos(2 * angle + 0.6);
    }

    private static double rounded(double value) {
        return StrictMath.rint(value * ROUNDING) / ROUNDING;
    }
}
