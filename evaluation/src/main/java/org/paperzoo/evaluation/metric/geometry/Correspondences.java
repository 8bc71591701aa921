package org.paperzoo.evaluation.metric.geometry;

/**
 * A registration of one cloud to another: pairs of points that were taken for the same, and the motion found from them.
 *
 * @param motion from the source to the target
 * @param source points of the source
 * @param target the points of the target that they correspond to, in the same order
 */
public record Correspondences(RigidMotion motion, PointCloud source, PointCloud target) {

    public Correspondences {
        if (source.size() != target.size()) {
            throw new IllegalArgumentException(
                    source.size() + " points of the source correspond to " + target.size() + " of the target");
        }
    }
}
