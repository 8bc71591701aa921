package org.paperzoo.evaluation.metric.segmentation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Counts pairs of labels of one byte each: one addition for each pixel, or for eight where these go on as before, which in
 * label maps most do. What the labels stand for is asked once for each pair.
 */
final class PairedBytes {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int classes;
    /** By label: the first cell of its row. */
    private final int[] rows = new int[256];
    /** By prediction: its column. */
    private final int[] columns = new int[256];

    /**
     * @param classes number of classes, up to 256
     * @param readings what each label stands for
     * @param ignored which of these are left out; none if negative
     */
    PairedBytes(int classes, int[] readings, int ignored) {
        this.classes = classes;
        for (int label = 0; label < 256; label++) {
            int read = readings[label];
            int row = read >= 0 && read == ignored ? classes + 1 : read >= 0 && read < classes ? read : classes;
            rows[label] = row * (classes + 1);
            columns[label] = Math.min(label, classes);
        }
    }

    /**
     * Counts the pixels of a picture.
     *
     * @param counts to add to, by class: right pixels, then predicted ones, then labelled ones
     */
    void count(byte[] predictions, byte[] labels, long[] counts) {
        int width = classes + 1;
        // Two tables in turn: neighbours are mostly alike, and would wait for each other's sum.
        int[] cells = new int[(classes + 2) * width];
        int[] others = new int[cells.length];
        long runLabels = 0;
        long runPredictions = 0;
        int runCell = -1;
        int pixel = 0;
        for (; pixel + Long.BYTES <= labels.length; pixel += Long.BYTES) {
            long eightLabels = (long) EIGHT.get(labels, pixel);
            long eightPredictions = (long) EIGHT.get(predictions, pixel);
            if (runCell >= 0 && eightLabels == runLabels && eightPredictions == runPredictions) {
                cells[runCell] += Long.BYTES;
                continue;
            }
            for (int i = pixel; i < pixel + Long.BYTES; i += 2) {
                cells[rows[labels[i] & 0xFF] + columns[predictions[i] & 0xFF]]++;
                others[rows[labels[i + 1] & 0xFF] + columns[predictions[i + 1] & 0xFF]]++;
            }
            if (isUniform(eightLabels) && isUniform(eightPredictions)) {
                runLabels = eightLabels;
                runPredictions = eightPredictions;
                runCell = rows[labels[pixel] & 0xFF] + columns[predictions[pixel] & 0xFF];
            }
        }
        for (; pixel < labels.length; pixel++) {
            cells[rows[labels[pixel] & 0xFF] + columns[predictions[pixel] & 0xFF]]++;
        }
        for (int row = 0; row <= classes; row++) {
            for (int column = 0; column <= classes; column++) {
                long count = (long) cells[row * width + column] + others[row * width + column];
                if (column < classes) {
                    counts[classes + column] += count;
                    if (row == column) {
                        counts[column] += count;
                    }
                }
                if (row < classes) {
                    counts[2 * classes + row] += count;
                }
            }
        }
    }

    private static boolean isUniform(long eight) {
        return eight == Long.rotateLeft(eight, Byte.SIZE);
    }
}
