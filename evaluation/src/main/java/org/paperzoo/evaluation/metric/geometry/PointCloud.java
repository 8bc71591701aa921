package org.paperzoo.evaluation.metric.geometry;

/**
 * Points in space.
 *
 * @param coordinates three of each point, finite; held uncopied
 */
public record PointCloud(double[] coordinates) {

    public PointCloud {
        if (coordinates.length == 0 || coordinates.length % 3 != 0) {
            throw new IllegalArgumentException(coordinates.length + " coordinates are no points of three");
        }
        for (int i = 0; i < coordinates.length; i++) {
            if (!Double.isFinite(coordinates[i])) {
                throw new IllegalArgumentException("point " + i / 3 + " has the coordinate " + coordinates[i]);
            }
        }
    }

    /** Number of points. */
    public int size() {
        return coordinates.length / 3;
    }
}
