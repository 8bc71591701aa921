package org.paperzoo.zoo.vision;

/**
 * A map of logits read row by row, each row {@code [width, classes]}: as it is stored, or resized bilinearly as PyTorch does
 * it without aligned corners. Only two rows of a resized map are held at a time: a large picture of many classes would
 * otherwise ask for gigabytes.
 */
sealed interface LogitRows {

    int width();

    int height();

    int classes();

    /** Writes a row to the beginning of an array of at least {@code width * classes} numbers. */
    void read(int row, float[] to);

    /** This map in another size. Rows must then be read in their order, or are computed again. */
    default LogitRows resized(int width, int height) {
        return width == width() && height == height() ? this : new Resized(this, width, height);
    }

    /** The class of the largest logit at each place, the first of equals, row by row. */
    default byte[] best() {
        byte[] best = new byte[Math.multiplyExact(width(), height())];
        float[] row = new float[width() * classes()];
        for (int y = 0; y < height(); y++) {
            read(y, row);
            for (int x = 0; x < width(); x++) {
                int at = x * classes();
                int largest = 0;
                for (int i = 1; i < classes(); i++) {
                    if (row[at + i] > row[at + largest]) {
                        largest = i;
                    }
                }
                best[y * width() + x] = (byte) largest;
            }
        }
        return best;
    }

    /**
     * The upper left part of a map in memory.
     *
     * @param values of a batch: {@code [B, classes, stride of a plane]}, of which one member begins at {@code offset}
     * @param rowStride numbers from a row to the next
     * @param planeStride numbers from a class to the next
     */
    record Stored(int width, int height, int classes, float[] values, int offset, int rowStride, int planeStride)
            implements LogitRows {

        @Override
        public void read(int row, float[] to) {
            for (int i = 0; i < classes; i++) {
                int from = offset + i * planeStride + row * rowStride;
                for (int x = 0, at = i; x < width; x++, at += classes) {
                    to[at] = values[from + x];
                }
            }
        }
    }

    /** A map in another size (PyTorch, {@code upsample_bilinear2d}: across first, then down, in float32). */
    final class Resized implements LogitRows {

        private final LogitRows from;
        private final int width;
        private final int height;
        private final Neighbours columns;
        private final Neighbours rows;
        private final float[] unscaled;
        /** Two rows of the map, resized across, with their numbers. */
        private final float[][] held;

        private final int[] heldRows = {-1, -1};

        private Resized(LogitRows from, int width, int height) {
            this.from = from;
            this.width = width;
            this.height = height;
            columns = Neighbours.of(from.width(), width);
            rows = Neighbours.of(from.height(), height);
            unscaled = new float[from.width() * from.classes()];
            held = new float[2][width * from.classes()];
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public int height() {
            return height;
        }

        @Override
        public int classes() {
            return from.classes();
        }

        @Override
        public void read(int row, float[] to) {
            float[] above = hold(rows.first[row], rows.second[row]);
            float[] below = hold(rows.second[row], rows.first[row]);
            float lower = rows.weight[row];
            float upper = 1 - lower;
            for (int i = 0; i < above.length; i++) {
                to[i] = upper * above[i] + lower * below[i];
            }
        }

        /** A row of the map resized across, in a buffer that does not hold the row to keep. */
        private float[] hold(int row, int keep) {
            for (int buffer = 0; buffer < 2; buffer++) {
                if (heldRows[buffer] == row) {
                    return held[buffer];
                }
            }
            int buffer = heldRows[0] == keep ? 1 : 0;
            from.read(row, unscaled);
            across(held[buffer]);
            heldRows[buffer] = row;
            return held[buffer];
        }

        private void across(float[] to) {
            int classes = from.classes();
            int at = 0;
            for (int x = 0; x < width; x++) {
                int left = columns.first[x] * classes;
                int right = columns.second[x] * classes;
                float second = columns.weight[x];
                float first = 1 - second;
                for (int i = 0; i < classes; i++) {
                    to[at++] = first * unscaled[left + i] + second * unscaled[right + i];
                }
            }
        }
    }

    /**
     * Which two places make each new one along an axis.
     *
     * @param weight of the second
     */
    record Neighbours(int[] first, int[] second, float[] weight) {

        static Neighbours of(int from, int to) {
            int[] first = new int[to];
            int[] second = new int[to];
            float[] weight = new float[to];
            float scale = (float) from / to;
            for (int i = 0; i < to; i++) {
                float place = Math.max(0, scale * (i + 0.5f) - 0.5f);
                first[i] = Math.min((int) place, from - 1);
                second[i] = Math.min(first[i] + 1, from - 1);
                weight[i] = place - first[i];
            }
            return new Neighbours(first, second, weight);
        }
    }
}
