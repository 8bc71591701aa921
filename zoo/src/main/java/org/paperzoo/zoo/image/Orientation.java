package org.paperzoo.zoo.image;

/**
 * How a camera was held: where the first row and column of the stored picture belong (EXIF 2.32, tag 274). Values beyond
 * those eight mean nothing, and the picture is left as it is.
 *
 * <p>Pillow's {@code Image.open}, and with it torchvision, timm and DETR, leaves pictures as they are stored; OpenCV's
 * {@code imread}, and with it mmcv, turns them.
 */
public enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    HALF_TURNED(false, true, true),
    FLIPPED(false, false, true),
    TRANSPOSED(true, false, false),
    QUARTER_TURNED(true, false, true),
    TRANSVERSED(true, true, true),
    THREE_QUARTERS_TURNED(true, true, false);

    private final boolean exchanged;
    private final boolean fromRight;
    private final boolean fromBelow;

    /**
     * @param exchanged whether rows become columns
     * @param fromRight whether stored columns are read from the right
     * @param fromBelow whether stored rows are read from below
     */
    Orientation(boolean exchanged, boolean fromRight, boolean fromBelow) {
        this.exchanged = exchanged;
        this.fromRight = fromRight;
        this.fromBelow = fromBelow;
    }

    /** The orientation of an EXIF value, 1 to 8; upright for others. */
    public static Orientation ofExif(int value) {
        return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
    }

    /** Turns a picture as it was stored so that it stands upright. */
    public Picture apply(Picture stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int width = exchanged ? stored.height() : stored.width();
        int height = exchanged ? stored.width() : stored.height();
        byte[] from = stored.pixels();
        byte[] to = new byte[from.length];
        int out = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = exchanged ? y : x;
                int row = exchanged ? x : y;
                int storedColumn = fromRight ? stored.width() - 1 - column : column;
                int storedRow = fromBelow ? stored.height() - 1 - row : row;
                int in = Picture.CHANNELS * (storedRow * stored.width() + storedColumn);
                to[out++] = from[in];
                to[out++] = from[in + 1];
                to[out++] = from[in + 2];
            }
        }
        return new Picture(width, height, to);
    }
}
