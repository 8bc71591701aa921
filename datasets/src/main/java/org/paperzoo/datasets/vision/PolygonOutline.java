package org.paperzoo.datasets.vision;

import java.util.Arrays;

/**
 * A polygon on the grid on which COCO fills polygons, five times as fine as pixels. Filling looks only at where edges leave
 * a column of pixels, which takes time by columns and not by length or area.
 *
 * <p>Source: rleFrPoly of common/maskApi.c in cocodataset/cocoapi 8c9bcc3, whose masks these are.
 */
public final class PolygonOutline {

    private static final int SCALE = 5;

    /** In a column of five grid steps, the step whose end is the middle of the column. */
    private static final int MIDDLE = 2;

    /** Beyond it, grid steps and their differences would leave 32 bits. */
    private static final double MOST = 2e8;

    /** No outline of an object crosses more columns; it takes 64 MiB. */
    private static final int MOST_CROSSINGS = 1 << 24;

    /** x and y of each corner in grid steps. */
    private final int[] corners;

    private PolygonOutline(int[] corners) {
        this.corners = corners;
    }

    /**
     * A polygon by x and y of its corners in turn, in pixels from the upper left corner; they may lie outside the picture.
     *
     * @throws IllegalArgumentException if there are fewer than two corners or an odd number of coordinates, or one is not
     *     finite or beyond 200 million
     */
    public static PolygonOutline of(double... coordinates) {
        if (coordinates.length < 4 || coordinates.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "a polygon has " + coordinates.length + " coordinates; there must be x and y of each corner");
        }
        int[] corners = new int[coordinates.length];
        for (int i = 0; i < corners.length; i++) {
            if (!(Math.abs(coordinates[i]) <= MOST)) {
                throw new IllegalArgumentException("a polygon has the coordinate " + coordinates[i]);
            }
            corners[i] = (int) (SCALE * coordinates[i] + 0.5);
        }
        return new PolygonOutline(corners);
    }

    /** A box as a polygon. */
    public static PolygonOutline ofBox(double left, double top, double width, double height) {
        double right = left + width;
        double bottom = top + height;
        return of(left, top, left, bottom, right, bottom, right, top);
    }

    /**
     * The mask of what the polygon encloses.
     *
     * @throws IllegalArgumentException if the picture has no size or 2^31 pixels or more, or the outline crosses more than
     *     16 million columns
     */
    public RunLengthMask fill(int height, int width) {
        Crossings crossings = new Crossings(height, width);
        for (int i = 0; i < corners.length; i += 2) {
            int next = i + 2 < corners.length ? i + 2 : 0;
            crossings.addEdge(corners[i], corners[i + 1], corners[next], corners[next + 1]);
        }
        return crossings.mask();
    }

    /** Where the outline passes from one column of pixels to the next: the mask changes there. */
    private static final class Crossings {

        private final int pixels;
        private final int height;
        private final int width;
        private int[] places = new int[64];
        private int count;

        Crossings(int height, int width) {
            this.pixels = RunLengthMask.pixels(height, width);
            this.height = height;
            this.width = width;
        }

        void addEdge(int startX, int startY, int endX, int endY) {
            int across = Math.abs(endX - startX);
            int down = Math.abs(endY - startY);
            if (across == 0) {
                return;
            }
            boolean flip = across >= down ? startX > endX : startY > endY;
            int fromX = flip ? endX : startX;
            int fromY = flip ? endY : startY;
            int toX = flip ? startX : endX;
            int toY = flip ? startY : endY;
            int first = Math.max(0, Math.floorDiv(Math.min(fromX, toX) - MIDDLE + SCALE - 1, SCALE));
            int last = Math.min(width - 1, Math.floorDiv(Math.max(fromX, toX) - 1 - MIDDLE, SCALE));
            if (across >= down) {
                double slope = (double) (toY - fromY) / across;
                for (int column = first; column <= last; column++) {
                    int step = SCALE * column + MIDDLE - fromX;
                    int before = (int) (fromY + slope * step + 0.5);
                    int after = (int) (fromY + slope * (step + 1) + 0.5);
                    add(column, Math.min(before, after));
                }
            } else {
                double slope = (double) (toX - fromX) / down;
                for (int column = first; column <= last; column++) {
                    add(column, fromY + firstStepBeyond(SCALE * column + MIDDLE, fromX, slope, down) - 1);
                }
            }
        }

        /** The first step down a steep edge at which it has left a grid column for the next, in the edge's direction. */
        private static int firstStepBeyond(int gridColumn, int fromX, double slope, int down) {
            int step = (int) Math.ceil((gridColumn + 0.5 - fromX) / slope);
            step = Math.max(1, Math.min(down, step));
            while (step > 1 && beyond(gridColumn, fromX, slope, step - 1)) {
                step--;
            }
            while (step < down && !beyond(gridColumn, fromX, slope, step)) {
                step++;
            }
            return step;
        }

        private static boolean beyond(int gridColumn, int fromX, double slope, int step) {
            int reached = (int) (fromX + slope * step + 0.5);
            return slope > 0 ? reached > gridColumn : reached <= gridColumn;
        }

        private void add(int column, int gridRow) {
            if (count == places.length) {
                if (count == MOST_CROSSINGS) {
                    throw new IllegalArgumentException(
                            "a polygon's outline crosses more than " + MOST_CROSSINGS + " columns of pixels");
                }
                places = Arrays.copyOf(places, 2 * count);
            }
            int row = Math.max(0, Math.min(height, Math.floorDiv(gridRow - MIDDLE + SCALE - 1, SCALE)));
            places[count++] = column * height + row;
        }

        /** A run ends at each crossing; two at one place cancel out. */
        RunLengthMask mask() {
            int[] sorted = Arrays.copyOf(places, count + 1);
            sorted[count] = pixels;
            Arrays.sort(sorted);
            int[] ends = new int[sorted.length];
            ends[0] = sorted[0];
            int runs = 1;
            for (int i = 1; i < sorted.length; i++) {
                if (sorted[i] > sorted[i - 1]) {
                    ends[runs++] = sorted[i];
                } else if (++i < sorted.length) {
                    ends[runs - 1] = sorted[i];
                }
            }
            return new RunLengthMask(height, width, Arrays.copyOf(ends, runs));
        }
    }
}
