package org.paperzoo.evaluation.metric.geometry;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The similarity that moves one set of points nearest to another, in least squares, without reflection (Umeyama 1991; in
 * the terms of VideoPose3D: the sign of a determinant is moved to the last singular vector and value).
 */
final class Procrustes {

    private Procrustes() {}

    /** The predicted points, moved. Points that all coincide are moved to the centre of the others. */
    static double[] align(double[] predicted, double[] actual, int axes) {
        int points = actual.length / axes;
        double[] predictedCentre = centre(predicted, axes);
        double[] actualCentre = centre(actual, axes);
        DMatrixRMaj products = new DMatrixRMaj(axes, axes);
        double predictedSquares = 0;
        for (int point = 0; point < points; point++) {
            for (int i = 0; i < axes; i++) {
                double x = actual[point * axes + i] - actualCentre[i];
                for (int j = 0; j < axes; j++) {
                    products.add(i, j, x * (predicted[point * axes + j] - predictedCentre[j]));
                }
                double y = predicted[point * axes + i] - predictedCentre[i];
                predictedSquares += y * y;
            }
        }
        SingularValueDecomposition_F64<DMatrixRMaj> decomposition =
                DecompositionFactory_DDRM.svd(axes, axes, true, true, false);
        if (predictedSquares == 0 || !decomposition.decompose(products)) {
            return moved(predicted, new DMatrixRMaj(axes, axes), predictedCentre, actualCentre);
        }
        double[] values = decomposition.getSingularValues();
        DMatrixRMaj left = decomposition.getU(null, false);
        DMatrixRMaj right = decomposition.getV(null, true);
        int least = 0;
        double sum = 0;
        for (int i = 0; i < axes; i++) {
            least = values[i] < values[least] ? i : least;
            sum += values[i];
        }
        if (CommonOps_DDRM.det(left) * CommonOps_DDRM.det(right) < 0) {
            sum -= 2 * values[least];
            for (int i = 0; i < axes; i++) {
                left.set(i, least, -left.get(i, least));
            }
        }
        DMatrixRMaj similarity = new DMatrixRMaj(axes, axes);
        CommonOps_DDRM.mult(sum / predictedSquares, left, right, similarity);
        return moved(predicted, similarity, predictedCentre, actualCentre);
    }

    private static double[] centre(double[] points, int axes) {
        double[] centre = new double[axes];
        for (int i = 0; i < points.length; i++) {
            centre[i % axes] += points[i];
        }
        for (int axis = 0; axis < axes; axis++) {
            centre[axis] /= points.length / axes;
        }
        return centre;
    }

    private static double[] moved(double[] points, DMatrixRMaj similarity, double[] from, double[] to) {
        int axes = from.length;
        double[] moved = new double[points.length];
        for (int point = 0; point < points.length; point += axes) {
            for (int i = 0; i < axes; i++) {
                double coordinate = to[i];
                for (int j = 0; j < axes; j++) {
                    coordinate += similarity.get(i, j) * (points[point + j] - from[j]);
                }
                moved[point + i] = coordinate;
            }
        }
        return moved;
    }
}
