package org.paperzoo.datasets.vision;

import java.util.List;

/** A mask as a COCO file writes it. It is filled in only when asked for, which is when its text is checked. */
public sealed interface Segmentation {

    /**
     * The mask in a picture.
     *
     * @throws IllegalArgumentException if it is of another size than the picture, or damaged; one line
     */
    RunLengthMask mask(int height, int width);

    /**
     * Polygons, whose union is meant.
     *
     * @param outlines at least one
     */
    record Polygons(List<PolygonOutline> outlines) implements Segmentation {

        public Polygons {
            outlines = List.copyOf(outlines);
            if (outlines.isEmpty()) {
                throw new IllegalArgumentException("a segmentation has no polygon");
            }
        }

        @Override
        public RunLengthMask mask(int height, int width) {
            return RunLengthMask.union(outlines.stream()
                    .map(outline -> outline.fill(height, width))
                    .toList());
        }
    }

    /**
     * Lengths of runs.
     *
     * @param rows rows of the picture
     * @param columns columns of the picture
     * @param lengths see {@link RunLengthMask#ofRuns}
     */
    record Runs(int rows, int columns, int[] lengths) implements Segmentation {

        @Override
        public RunLengthMask mask(int height, int width) {
            checkSize(rows, columns, height, width);
            return RunLengthMask.ofRuns(rows, columns, lengths);
        }
    }

    /**
     * Lengths of runs as text.
     *
     * @param rows rows of the picture
     * @param columns columns of the picture
     * @param text see {@link RunLengthMask#parse}
     */
    record Text(int rows, int columns, String text) implements Segmentation {

        @Override
        public RunLengthMask mask(int height, int width) {
            checkSize(rows, columns, height, width);
            return RunLengthMask.parse(rows, columns, text);
        }
    }

    private static void checkSize(int rows, int columns, int height, int width) {
        if (rows != height || columns != width) {
            throw new IllegalArgumentException("the segmentation has the size [" + rows + ", " + columns
                    + "], the picture [" + height + ", " + width + "]");
        }
    }
}
