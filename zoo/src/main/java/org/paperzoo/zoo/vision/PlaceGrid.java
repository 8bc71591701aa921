package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.paperzoo.zoo.vision.DetectionTargets.Objects;

/** Where the places of the encoder's maps lie in the pictures of a batch. */
final class PlaceGrid {

    /** No object. */
    static final int NOTHING = -1;

    /** Of no matter. */
    static final int BORDER = -2;

    private final int columns;
    private final int rows;
    private final int[] ownColumns;
    private final int[] ownRows;

    /**
     * The grid of a batch.
     *
     * @param map {@code [B, C, h, w]}
     * @param padding 1 where a place is padding, at the right and below: {@code [B, h, w]}; null where nothing is padded
     */
    PlaceGrid(Shape map, NDArray padding) {
        int batch = Math.toIntExact(map.get(0));
        rows = Math.toIntExact(map.get(2));
        columns = Math.toIntExact(map.get(3));
        ownColumns = new int[batch];
        ownRows = new int[batch];
        float[] padded = padding == null ? new float[batch * rows * columns] : padding.toFloatArray();
        for (int picture = 0; picture < batch; picture++) {
            int start = picture * rows * columns;
            while (ownColumns[picture] < columns && padded[start + ownColumns[picture]] == 0) {
                ownColumns[picture]++;
            }
            while (ownRows[picture] < rows && padded[start + ownRows[picture] * columns] == 0) {
                ownRows[picture]++;
            }
        }
    }

    /** Places of a picture with its padding, row by row. */
    int places() {
        return rows * columns;
    }

    boolean isPadding(int picture, int place) {
        return place / columns >= ownRows[picture] || place % columns >= ownColumns[picture];
    }

    /**
     * The object to which a place belongs: of those in whose middle it lies, the one with the smallest box. The middle is half
     * the box in either direction, and at least one place.
     *
     * @return its number; {@link #BORDER} for a place within a box, but in no middle; {@link #NOTHING} outside of all
     */
    int objectAt(int picture, int place, Objects objects) {
        double y = (place / columns + 0.5) / ownRows[picture];
        double x = (place % columns + 0.5) / ownColumns[picture];
        int found = NOTHING;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < objects.count(); i++) {
            float width = objects.boxes()[4 * i + 2];
            float height = objects.boxes()[4 * i + 3];
            double across = Math.abs(x - objects.boxes()[4 * i]);
            double down = Math.abs(y - objects.boxes()[4 * i + 1]);
            if (across <= Math.max(width / 4, 0.5 / ownColumns[picture])
                    && down <= Math.max(height / 4, 0.5 / ownRows[picture])) {
                if ((double) width * height < least) {
                    least = (double) width * height;
                    found = i;
                }
            } else if (found == NOTHING && across <= width / 2 && down <= height / 2) {
                found = BORDER;
            }
        }
        return found;
    }
}
