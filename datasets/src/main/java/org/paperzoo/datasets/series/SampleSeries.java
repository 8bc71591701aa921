package org.paperzoo.datasets.series;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The series {@code sample-series}, generated from a seed: a plant's hourly records over two years, in the form of the ETT
 * tables. Six load channels share a daily and a weekly rhythm, each with its own phase and strength, a slow trend and
 * holidays on which the daily rhythm is weak; each follows its own slowly wandering level. The seventh, {@code OT}, is a
 * temperature that answers the loads of the hours before and the season. What a forecaster can learn is the rhythms, the
 * coupling and the levels; the rest is noise.
 *
 * <p>Only additions, multiplications and {@link StrictMath} are used: every machine computes the same digits.
 */
public final class SampleSeries {

    /** Rows: 20 months of 30 days for the ETT protocol, and 20 days more as the ETT tables have. */
    public static final int ROWS = 20 * 30 * 24 + 20 * 24;

    private static final List<String> COLUMNS = List.of("HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT");
    private static final LocalDateTime START = LocalDateTime.of(2021, 1, 1, 0, 0);
    private static final List<MonthDay> HOLIDAYS = List.of(
            MonthDay.of(1, 1),
            MonthDay.of(4, 5),
            MonthDay.of(5, 1),
            MonthDay.of(5, 2),
            MonthDay.of(10, 1),
            MonthDay.of(10, 2),
            MonthDay.of(10, 3),
            MonthDay.of(12, 25));

    private static final double[] STRENGTH = {6, 2, 5, 1.6, 1.2, 0.5};
    private static final double[] BASE = {8, 2.2, 5, 0.8, 2.8, 0.8};
    private static final double[] PHASE_HOURS = {0, 1.5, 0.7, 2.2, 4, 3.1};
    private static final double[] WEEKEND = {0.55, 0.7, 0.5, 0.65, 0.9, 0.8};
    private static final double LEVEL_MEMORY = 0.985;
    private static final double TEMPERATURE_MEMORY = 0.9;

    private SampleSeries() {}

    /** Generates the table from a seed; equal seeds give equal tables. */
    public static SeriesTable generate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
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
                level[load] = LEVEL_MEMORY * level[load] + 0.04 * STRENGTH[load] * gaussian(random);
                double value = BASE[load]
                        + STRENGTH[load]
                                * (rhythm(time, PHASE_HOURS[load]) * damping(time.toLocalDate(), WEEKEND[load])
                                        + 0.25 * season
                                        + 0.3 * row / ROWS)
                        + level[load]
                        + 0.06 * STRENGTH[load] * gaussian(random);
                values[row * COLUMNS.size() + load] = value;
                total += value / STRENGTH[load];
            }
            double warmth = 14 + 9 * season + 1.1 * total + 2 * rhythm(time, 3);
            temperature =
                    TEMPERATURE_MEMORY * temperature + (1 - TEMPERATURE_MEMORY) * warmth + 0.15 * gaussian(random);
            values[row * COLUMNS.size() + loads] = temperature;
        }
        return new SeriesTable(COLUMNS, times, values);
    }

    /** The day's course: two humps, higher in the evening; about -1 to 1. */
    private static double rhythm(LocalDateTime time, double phaseHours) {
        double angle = 2 * Math.PI * (time.getHour() - 14 - phaseHours) / 24;
        return 0.7 * StrictMath.cos(angle) + 0.3 * StrictMath.cos(2 * angle + 0.6);
    }

    private static double damping(LocalDate date, double weekend) {
        if (HOLIDAYS.contains(MonthDay.from(date))) {
            return 0.6 * weekend;
        }
        return date.getDayOfWeek().getValue() > 5 ? weekend : 1;
    }

    /** Normal by the central limit: the sum of twelve uniform draws, less six. The tails beyond 6 are cut. */
    private static double gaussian(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
