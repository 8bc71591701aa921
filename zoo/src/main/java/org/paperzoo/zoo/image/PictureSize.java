package org.paperzoo.zoo.image;

/**
 * The size of a picture.
 *
 * @param width number of columns, at least 1
 * @param height number of rows, at least 1
 */
public record PictureSize(int width, int height) {

    public PictureSize {
        if (width < 1 || height < 1 || (long) width * height > Picture.MOST_PIXELS) {
            throw new IllegalArgumentException("a picture of " + width + " by " + height + " pixels; expected 1 to "
                    + Picture.MOST_PIXELS + " pixels in all");
        }
    }

    /** A square. */
    public static PictureSize square(int side) {
        return new PictureSize(side, side);
    }

    /** The size of a picture. */
    public static PictureSize of(Picture picture) {
        return new PictureSize(picture.width(), picture.height());
    }

    /**
     * Reads {@code 224x224}: width, then height.
     *
     * @throws IllegalArgumentException if it is something else, or too large
     */
    public static PictureSize parse(String text) {
        if (!text.matches("[0-9]{1,9}x[0-9]{1,9}")) {
            throw new IllegalArgumentException("the size \"" + text + "\" is no WIDTHxHEIGHT, such as 640x480");
        }
        int cross = text.indexOf('x');
        return new PictureSize(Integer.parseInt(text.substring(0, cross)), Integer.parseInt(text.substring(cross + 1)));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
