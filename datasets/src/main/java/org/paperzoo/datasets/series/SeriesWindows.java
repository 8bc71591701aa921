package org.paperzoo.datasets.series;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The windows of a split, one for each row where a whole window fits: {@code past} observed rows, and the rows to forecast
 * behind them, which the decoder is given together with the {@code label} observed rows before (Informer2020,
 * data/data_loader.py). Windows are views: nothing is copied until a window is asked to fill an array.
 */
public final class SeriesWindows {

    /** Lengths of a window: observed rows, observed rows that start the decoder, rows to forecast. */
    public record Lengths(int past, int label, int horizon) {
        public Lengths {
            if (past < 1 || label < 0 || label > past || horizon < 1) {
                throw new IllegalArgumentException("a window of past " + past + ", label " + label + ", horizon "
                        + horizon + "; expected past and horizon of at least 1 and a label of 0 to past");
            }
        }
    }

    /** In which unit the numbers are. */
    public enum Scale {
        /** All standardised: what models are trained and measured on. */
        STANDARDISED,
        /** Inputs standardised, the rows to forecast in their own unit (the authors' {@code --inverse}). */
        OWN_FUTURE,
        /** All in their own unit. */
        OWN
    }

    private final Lengths lengths;
    private final int columns;
    private final int features;
    private final int size;
    private final double[] values;
    private final double[] futures;
    private final double[] marks;
    private final Standardisation standardisation;

    private SeriesWindows(
            Lengths lengths,
            int columns,
            int features,
            int size,
            double[] values,
            double[] futures,
            double[] marks,
            Standardisation standardisation) {
        this.lengths = lengths;
        this.columns = columns;
        this.features = features;
        this.size = size;
        this.values = values;
        this.futures = futures;
        this.marks = marks;
        this.standardisation = standardisation;
    }

    /**
     * The windows of a split.
     *
     * @param table the series that take part, in the order in which the model sees them
     * @param split the rows
     * @param frequency which features time stamps have
     * @param normalizedMarks whether time features are numbers in [-0.5, 0.5], else calendar integers
     * @throws IllegalArgumentException if not one window fits
     */
    public static SeriesWindows of(
            SeriesTable table, SeriesSplit split, Lengths lengths, Frequency frequency, boolean normalizedMarks) {
        return of(table, split, lengths, frequency, normalizedMarks, Scale.STANDARDISED);
    }

    /** As {@link #of(SeriesTable, SeriesSplit, Lengths, Frequency, boolean)}, with the numbers in a unit of choice. */
    public static SeriesWindows of(
            SeriesTable table,
            SeriesSplit split,
            Lengths lengths,
            Frequency frequency,
            boolean normalizedMarks,
            Scale scale) {
        int size = split.end() - split.first() - lengths.past() - lengths.horizon() + 1;
        if (size < 1) {
            throw new IllegalArgumentException("the split has " + (split.end() - split.first())
                    + " rows; one window takes " + (lengths.past() + lengths.horizon()));
        }
        return build(
                table,
                split,
                lengths,
                frequency,
                normalizedMarks,
                scale,
                size,
                table.times().subList(split.first(), split.end()));
    }

    /**
     * The one window at the end of a table, whose future is not known: its marks go on in steps of the frequency, its
     * target holds the label alone.
     *
     * @param step what lies between two rows
     */
    public static SeriesWindows future(
            SeriesTable table, Lengths lengths, Frequency frequency, boolean normalizedMarks, Duration step) {
        SeriesSplit split = SeriesSplit.future(lengths.past(), table.rows());
        List<LocalDateTime> times = new ArrayList<>(table.times().subList(split.first(), split.end()));
        for (int i = 0; i < lengths.horizon(); i++) {
            times.add(times.get(times.size() - 1).plus(step));
        }
        return build(table, split, lengths, frequency, normalizedMarks, Scale.STANDARDISED, 1, times);
    }

    /**
     * As {@link #future(SeriesTable, Lengths, Frequency, boolean, Duration)}, for steps that are no fixed time, such as months
     * and business days.
     *
     * @param multiple units of the frequency between two rows
     */
    public static SeriesWindows future(
            SeriesTable table, Lengths lengths, Frequency frequency, boolean normalizedMarks, int multiple) {
        SeriesSplit split = SeriesSplit.future(lengths.past(), table.rows());
        List<LocalDateTime> times = new ArrayList<>(table.times().subList(split.first(), split.end()));
        times.addAll(frequency.following(times.get(times.size() - 1), multiple, lengths.horizon()));
        return build(table, split, lengths, frequency, normalizedMarks, Scale.STANDARDISED, 1, times);
    }

    private static SeriesWindows build(
            SeriesTable table,
            SeriesSplit split,
            Lengths lengths,
            Frequency frequency,
            boolean normalizedMarks,
            Scale scale,
            int size,
            List<LocalDateTime> times) {
        Standardisation standardisation = Standardisation.fit(table, split.fitEnd());
        int columns = table.columns().size();
        double[] own = rows(table.values(), split.first(), split.end(), columns);
        double[] standardised = rows(standardisation.apply(table), split.first(), split.end(), columns);
        double[] values = scale == Scale.OWN ? own : standardised;
        double[] futures = scale == Scale.STANDARDISED ? standardised : own;
        int features = frequency.featureCount(normalizedMarks);
        if (features == 0) {
            throw new IllegalArgumentException(
                    "frequency " + frequency.letter() + " has no calendar encoding; use the normalised one (timeF)");
        }
        double[] marks = new double[times.size() * features];
        for (int row = 0; row < times.size(); row++) {
            double[] encoded =
                    normalizedMarks ? frequency.normalized(times.get(row)) : frequency.calendar(times.get(row));
            System.arraycopy(encoded, 0, marks, row * features, features);
        }
        return new SeriesWindows(lengths, columns, features, size, values, futures, marks, standardisation);
    }

    /** Number of windows. */
    public int size() {
        return size;
    }

    /** Number of windows in whole batches: the protocol leaves out those that do not fill one. */
    public int sizeInWholeBatches(int batch) {
        return size / batch * batch;
    }

    /** Number of series. */
    public int columns() {
        return columns;
    }

    /** Number of features of a time stamp. */
    public int features() {
        return features;
    }

    /** Lengths of a window. */
    public Lengths lengths() {
        return lengths;
    }

    /** Mean and standard deviation by which the values were standardised. */
    public Standardisation standardisation() {
        return standardisation;
    }

    /** The observed rows of a window, standardised: {@code past * columns}. */
    public double[] past(int window) {
        return rows(values, window, window + lengths.past(), columns);
    }

    /** Time features of the observed rows: {@code past * features}. */
    public double[] pastMarks(int window) {
        return rows(marks, window, window + lengths.past(), features);
    }

    /** The decoder's rows, known and to be forecast: {@code (label + horizon) * columns}; of a future window the known. */
    public double[] target(int window) {
        int first = window + lengths.past() - lengths.label();
        int end = Math.min(window + lengths.past() + lengths.horizon(), values.length / columns);
        double[] rows = rows(futures, first, end, columns);
        System.arraycopy(values, first * columns, rows, 0, lengths.label() * columns);
        return rows;
    }

    /** Time features of the decoder's rows: {@code (label + horizon) * features}. */
    public double[] targetMarks(int window) {
        return rows(
                marks,
                window + lengths.past() - lengths.label(),
                window + lengths.past() + lengths.horizon(),
                features);
    }

    /** Writes the observed rows of a window as floats at an offset of {@code target}. */
    public void copyPast(int window, float[] target, int offset) {
        copy(values, window * columns, lengths.past() * columns, target, offset);
    }

    /** Writes the time features of the observed rows as floats. */
    public void copyPastMarks(int window, float[] target, int offset) {
        copy(marks, window * features, lengths.past() * features, target, offset);
    }

    /** Writes the known rows that start the decoder as floats. */
    public void copyLabel(int window, float[] target, int offset) {
        copy(values, (window + lengths.past() - lengths.label()) * columns, lengths.label() * columns, target, offset);
    }

    /** Writes the rows to forecast as floats. */
    public void copyFuture(int window, float[] target, int offset) {
        copy(futures, (window + lengths.past()) * columns, lengths.horizon() * columns, target, offset);
    }

    /** Writes the time features of the decoder's rows as floats. */
    public void copyTargetMarks(int window, float[] target, int offset) {
        copy(
                marks,
                (window + lengths.past() - lengths.label()) * features,
                (lengths.label() + lengths.horizon()) * features,
                target,
                offset);
    }

    private static double[] rows(double[] source, int first, int end, int width) {
        return Arrays.copyOfRange(source, first * width, end * width);
    }

    private static void copy(double[] source, int first, int count, float[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = (float) source[first + i];
        }
    }
}
