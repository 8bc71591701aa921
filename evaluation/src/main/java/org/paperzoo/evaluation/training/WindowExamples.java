package org.paperzoo.evaluation.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.paperzoo.datasets.series.SeriesWindows;
import org.paperzoo.zoo.training.Examples;

/**
 * The windows of a series as a forecaster reads them: {@code x_enc}, {@code x_mark_enc}, {@code x_dec} (the known start,
 * then zeros for the steps to forecast), {@code x_mark_dec}, and the target.
 */
final class WindowExamples implements Examples {

    private final SeriesWindows windows;
    private final int outputs;

    /**
     * Examples over windows.
     *
     * @param outputs series forecast: the last so many of the windows' columns
     */
    WindowExamples(SeriesWindows windows, int outputs) {
        this.windows = windows;
        this.outputs = outputs;
    }

    @Override
    public int size() {
        return windows.size();
    }

    @Override
    public NDList batch(int[] indices, long seed, NDManager manager) {
        SeriesWindows.Lengths lengths = windows.lengths();
        int decoder = lengths.label() + lengths.horizon();
        int columns = windows.columns();
        return new NDList(
                fill(manager, indices, lengths.past(), columns, windows::copyPast),
                fill(manager, indices, lengths.past(), windows.features(), windows::copyPastMarks),
                fill(manager, indices, decoder, columns, windows::copyLabel),
                fill(manager, indices, decoder, windows.features(), windows::copyTargetMarks),
                manager.create(targets(indices), new Shape(indices.length, lengths.horizon(), outputs)));
    }

    /** The rows to forecast, {@code horizon * outputs} for each window. */
    float[] targets(int[] indices) {
        int horizon = windows.lengths().horizon();
        int columns = windows.columns();
        float[] all = new float[horizon * columns];
        float[] targets = new float[indices.length * horizon * outputs];
        for (int i = 0; i < indices.length; i++) {
            windows.copyFuture(indices[i], all, 0);
            for (int step = 0; step < horizon; step++) {
                System.arraycopy(all, (step + 1) * columns - outputs, targets, (i * horizon + step) * outputs, outputs);
            }
        }
        return targets;
    }

    private static NDArray fill(NDManager manager, int[] indices, int length, int width, Copy copy) {
        float[] values = new float[indices.length * length * width];
        for (int i = 0; i < indices.length; i++) {
            copy.to(indices[i], values, i * length * width);
        }
        return manager.create(values, new Shape(indices.length, length, width));
    }

    @FunctionalInterface
    private interface Copy {
        void to(int window, float[] target, int offset);
    }
}
