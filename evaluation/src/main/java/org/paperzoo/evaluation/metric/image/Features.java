package org.paperzoo.evaluation.metric.image;

/**
 * Features of some pictures, one row each, as a network gave them in single precision. May be none, where one of two sets is
 * longer than the other.
 *
 * @param values row by row, finite; held uncopied
 * @param width features of a picture
 */
public record Features(float[] values, int width) {

    /** Most features of a picture. */
    public static final int MOST_FEATURES = 1 << 14;

    public Features {
        if (width < 1 || width > MOST_FEATURES) {
            throw new IllegalArgumentException("a picture has 1 to " + MOST_FEATURES + " features, not " + width);
        }
        if (values.length % width != 0) {
            throw new IllegalArgumentException(values.length + " features are no rows of " + width);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "feature " + i % width + " of picture " + i / width + " is " + values[i]);
            }
        }
    }

    /** Number of pictures. */
    public int pictures() {
        return values.length / width;
    }
}
