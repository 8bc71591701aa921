package org.paperzoo.zoo.image;

/**
 * Resizing as OpenCV does it for 8-bit pictures, byte for byte (opencv/opencv, {@code modules/imgproc/src/resize.cpp}),
 * which mmcv and thus mmsegmentation and mmdetection go through: no averaging when shrinking, weights of 11 bits in fixed
 * point, and, between the passes, sums that lose their lower 4 bits, then 16 of each product.
 */
public enum OpenCvResampling implements Resizer {
    /** {@code INTER_LINEAR}: the two by two pixels around the centre, however much smaller the picture becomes. */
    LINEAR;

    private static final int ONE = 1 << 11;

    @Override
    public Picture resize(Picture picture, int width, int height) {
        PictureSize size = new PictureSize(width, height);
        if (PictureSize.of(picture).equals(size)) {
            return picture;
        }
        Neighbours columns = columns(picture.width(), width);
        Neighbours rows = rows(picture.height(), height);
        int stride = Picture.CHANNELS * width;
        byte[] to = new byte[stride * height];
        int[][] sums = new int[2][stride];
        int[] held = {-1, -1};
        for (int y = 0; y < height; y++) {
            int upper = hold(picture, rows.first[y], columns, sums, held, -1);
            int lower = hold(picture, rows.second[y], columns, sums, held, upper);
            int[] above = sums[upper];
            int[] below = sums[lower];
            int weightAbove = ONE - rows.weight[y];
            int weightBelow = rows.weight[y];
            int out = y * stride;
            for (int i = 0; i < stride; i++) {
                int sum = (weightAbove * (above[i] >> 4) >> 16) + (weightBelow * (below[i] >> 4) >> 16);
                to[out + i] = (byte) (sum + 2 >> 2);
            }
        }
        return new Picture(width, height, to);
    }

    /**
     * Which two pixels of a row (or column) make each new one.
     *
     * @param weight of the second, of {@link #ONE} in all
     */
    private record Neighbours(int[] first, int[] second, int[] weight) {}

    /** Beyond the first and the last pixel, that pixel alone counts. */
    private static Neighbours columns(int from, int to) {
        Neighbours neighbours = rows(from, to);
        for (int i = 0; i < to; i++) {
            if (neighbours.first[i] == neighbours.second[i]) {
                neighbours.weight[i] = 0;
            }
        }
        return neighbours;
    }

    /** Beyond the first and the last row, that row is read twice, and rounded as two. */
    private static Neighbours rows(int from, int to) {
        double scale = 1 / ((double) to / from);
        int[] first = new int[to];
        int[] second = new int[to];
        int[] weight = new int[to];
        for (int i = 0; i < to; i++) {
            float centre = (float) ((i + 0.5) * scale - 0.5);
            int floor = (int) Math.floor(centre);
            float part = centre - floor;
            first[i] = Math.max(0, Math.min(from - 1, floor));
            second[i] = Math.max(0, Math.min(from - 1, floor + 1));
            weight[i] = (int) Math.rint(part * ONE);
        }
        return new Neighbours(first, second, weight);
    }

    /** Makes sure that a row's horizontal sums are in one of the two buffers, and not in the one to keep. */
    private static int hold(Picture picture, int row, Neighbours columns, int[][] sums, int[] held, int keep) {
        for (int buffer = 0; buffer < 2; buffer++) {
            if (held[buffer] == row) {
                return buffer;
            }
        }
        int buffer = keep >= 0 ? 1 - keep : held[0] <= held[1] ? 0 : 1;
        held[buffer] = row;
        horizontally(picture, row, columns, sums[buffer]);
        return buffer;
    }

    private static void horizontally(Picture picture, int row, Neighbours columns, int[] sums) {
        byte[] pixels = picture.pixels();
        int start = Picture.CHANNELS * row * picture.width();
        int out = 0;
        for (int x = 0; x < columns.first.length; x++) {
            int left = start + Picture.CHANNELS * columns.first[x];
            int right = start + Picture.CHANNELS * columns.second[x];
            int weight = columns.weight[x];
            for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                sums[out++] =
                        (pixels[left + channel] & 0xff) * (ONE - weight) + (pixels[right + channel] & 0xff) * weight;
            }
        }
    }
}
