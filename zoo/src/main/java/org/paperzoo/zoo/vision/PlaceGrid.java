package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.paperzoo.zoo.vision.DetectionTargets.Objects;

/** Where the places of the encoder's maps lie in the pictures of a batch. */
final class PlaceGrid {

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

    /** The object with the smallest box around a place's centre, or -1. */
    int objectAt(int picture, int place, Objects objects) {
        double y = (place / columns + 0.5) / ownRows[picture];
        double x = (place % columns + 0.5) / ownColumns[picture];
        int found = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < objects.count(); i++) {
            float width = objects.boxes()[4 * i + 2];
            float height = objects.boxes()[4 * i + 3];
            double area = (double) width * height;
            if (area < least
                    && Math.abs(x - objects.boxes()[4 * i]) <= width / 2
                    && Math.abs(y - objects.boxes()[4 * i + 1]) <= height / 2) {
                least = area;
                found = i;
            }
        }
        return found;
    }
}
