package org.paperzoo.evaluation.metric.segmentation;

/**
 * Counts pairs of labels of one byte each: one addition for each pixel, and what the labels stand for is asked once for each
 * pair.
 */
final class PairedBytes {

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
        int even = labels.length & ~1;
        for (int pixel = 0; pixel < even; pixel += 2) {
            cells[rows[labels[pixel] & 0xFF] + columns[predictions[pixel] & 0xFF]]++;
            others[rows[labels[pixel + 1] & 0xFF] + columns[predictions[pixel + 1] & 0xFF]]++;
        }
        if (even < labels.length) {
            cells[rows[labels[even] & 0xFF] + columns[predictions[even] & 0xFF]]++;
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
}
