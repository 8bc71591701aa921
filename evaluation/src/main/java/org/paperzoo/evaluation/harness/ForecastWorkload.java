package org.paperzoo.evaluation.harness;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.paperzoo.datasets.series.SeriesWindows;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.series.SeriesWindow;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.KeptExample.KeptSeries;
import org.paperzoo.zoo.task.SeriesForecast;
import org.paperzoo.zoo.task.SeriesInput;

/**
 * Windows of a series, forecast and compared on standardised values. Neighbouring windows share nearly all their rows, so
 * the bootstrap draws blocks as long as a window.
 */
final class ForecastWorkload extends ScoredWorkload<SeriesInput, SeriesForecast, float[], SeriesWindow, SeriesWindow> {

    /** The authors' test batches; windows that do not fill one are not scored (exp/exp_informer.py, drop_last). */
    private static final int PROTOCOL_BATCH = 32;

    private final SeriesWindows windows;
    private final int size;
    private final int targetColumn;
    private final int outputs;
    private int position;

    /**
     * A workload.
     *
     * @param outputs series that the model forecasts: all of the windows' or the last one
     */
    ForecastWorkload(
            SeriesWindows windows, int outputs, String source, List<Metric<SeriesWindow, SeriesWindow>> metrics) {
        super(
                SeriesInput.class,
                SeriesForecast.class,
                source,
                metrics,
                windows.lengths().past() + windows.lengths().horizon());
        this.windows = windows;
        this.outputs = outputs;
        targetColumn = windows.columns() - outputs;
        size = windows.sizeInWholeBatches(PROTOCOL_BATCH);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Sample<SeriesInput, float[]> next() {
        if (position == size) {
            return null;
        }
        int window = position++;
        float[] future = new float[windows.lengths().horizon() * windows.columns()];
        windows.copyFuture(window, future, 0);
        SeriesInput input = input(windows, window);
        feed(input.past());
        feed(future);
        return new Sample<>(input, targets(future));
    }

    /** What a forecaster is given of a window. */
    static SeriesInput input(SeriesWindows windows, int window) {
        SeriesWindows.Lengths lengths = windows.lengths();
        float[] past = new float[lengths.past() * windows.columns()];
        float[] pastMarks = new float[lengths.past() * windows.features()];
        float[] start = new float[lengths.label() * windows.columns()];
        float[] futureMarks = new float[(lengths.label() + lengths.horizon()) * windows.features()];
        windows.copyPast(window, past, 0);
        windows.copyPastMarks(window, pastMarks, 0);
        windows.copyLabel(window, start, 0);
        windows.copyTargetMarks(window, futureMarks, 0);
        return new SeriesInput(past, pastMarks, start, futureMarks);
    }

    /** The columns that are forecast: the last ones of each row. */
    private float[] targets(float[] future) {
        if (targetColumn == 0) {
            return future;
        }
        float[] targets = new float[windows.lengths().horizon() * outputs];
        for (int row = 0; row < windows.lengths().horizon(); row++) {
            System.arraycopy(future, row * windows.columns() + targetColumn, targets, row * outputs, outputs);
        }
        return targets;
    }

    private void feed(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        feed(bytes.array());
    }

    @Override
    SeriesWindow prediction(SeriesForecast output) {
        return SeriesWindow.of(output.values(), windows.lengths().horizon(), outputs);
    }

    @Override
    SeriesWindow expectation(float[] reference) {
        return SeriesWindow.of(reference, windows.lengths().horizon(), outputs);
    }

    @Override
    public KeptExample show(
            long index, SeriesInput input, SeriesForecast output, float[] reference, ExampleKeeper keeper) {
        int last = outputs - 1;
        KeptSeries series = new KeptSeries(
                "column " + windows.columns() + " of " + windows.columns() + ", standardised",
                column(input.past(), windows.columns(), windows.columns() - 1),
                column(output.values(), outputs, last),
                column(reference, outputs, last));
        return KeptExample.ofSeries(index, alone(output, reference), series);
    }

    private static List<Float> column(float[] rows, int columns, int column) {
        return IntStream.range(0, rows.length / columns)
                .mapToObj(row -> rows[row * columns + column])
                .toList();
    }
}
