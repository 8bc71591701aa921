package org.paperzoo.evaluation.metric.geometry;

/**
 * The joints of a body in each frame of a sequence, or of a single picture.
 *
 * @param coordinates frame by frame, joint by joint; finite; held uncopied
 * @param frames number of frames
 * @param joints number of joints
 * @param axes coordinates of a joint: 2 or 3
 */
public record Poses(double[] coordinates, int frames, int joints, int axes) {

    public Poses {
        if (axes < 2 || axes > 3) {
            throw new IllegalArgumentException("a joint has 2 or 3 coordinates, not " + axes);
        }
        if (frames < 1 || joints < 1 || (long) frames * joints * axes != coordinates.length) {
            throw new IllegalArgumentException(coordinates.length + " coordinates for " + frames + " frames of "
                    + joints + " joints with " + axes + " axes");
        }
        for (int i = 0; i < coordinates.length; i++) {
            if (!Double.isFinite(coordinates[i])) {
                throw new IllegalArgumentException("joint " + i / axes % joints + " of frame " + i / axes / joints
                        + " has the coordinate " + coordinates[i]);
            }
        }
    }

    /** Checks that a prediction has the form of this reference. */
    void checkPrediction(Poses prediction) {
        if (prediction.frames != frames || prediction.joints != joints || prediction.axes != axes) {
            throw new IllegalArgumentException("the prediction has " + prediction.form() + ", the reference " + form());
        }
    }

    private String form() {
        return frames + " frames of " + joints + " joints with " + axes + " axes";
    }

    /** The distance of a joint of one frame from the same of another. */
    static double distance(double[] left, double[] right, int from, int axes) {
        double square = 0;
        for (int axis = 0; axis < axes; axis++) {
            double difference = left[from + axis] - right[from + axis];
            square += difference * difference;
        }
        return Math.sqrt(square);
    }
}
