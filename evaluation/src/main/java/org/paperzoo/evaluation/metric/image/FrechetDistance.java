package org.paperzoo.evaluation.metric.image;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The squared Fréchet distance of two Gaussians: {@code |m - n|^2 + tr S + tr T - 2 tr (S T)^(1/2)}. With {@code S = A A'}
 * and {@code T = B B'}, the last trace is the sum of the singular values of {@code A' B}.
 */
final class FrechetDistance {

    private FrechetDistance() {}

    static Map<String, Object> between(float[][] predicted, float[][] real) {
        double[] predictedMean = mean(predicted);
        double[] realMean = mean(real);
        double means = 0;
        for (int i = 0; i < realMean.length; i++) {
            double difference = predictedMean[i] - realMean[i];
            means += difference * difference;
        }
        double[][] predictedCovariance = Covariance.of(predicted, predictedMean);
        double traces = trace(predictedCovariance);
        double[][] predictedFactor = SemidefiniteFactor.of(predictedCovariance);
        double[][] realCovariance = Covariance.of(real, realMean);
        traces += trace(realCovariance);
        double[][] realFactor = SemidefiniteFactor.of(realCovariance);
        double covariances = traces - 2 * nuclearNorm(predictedFactor, realFactor);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("fid", means + covariances);
        values.put("mean", means);
        values.put("covariance", covariances);
        return values;
    }

    private static double[] mean(float[][] rows) {
        double[] mean = new double[rows[0].length];
        for (float[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= rows.length;
        }
        return mean;
    }

    private static double trace(double[][] matrix) {
        return IntStream.range(0, matrix.length).mapToDouble(i -> matrix[i][i]).sum();
    }

    /** The sum of the singular values of the product of one matrix with the other's transpose. */
    private static double nuclearNorm(double[][] left, double[][] right) {
        if (left.length == 0 || right.length == 0) {
            return 0;
        }
        DMatrixRMaj product = product(left, right);
        SingularValueDecomposition_F64<DMatrixRMaj> decomposition =
                DecompositionFactory_DDRM.svd(product.numRows, product.numCols, false, false, true);
        if (!decomposition.decompose(product)) {
            throw new ArithmeticException("the singular values of the covariances did not converge");
        }
        return Arrays.stream(decomposition.getSingularValues(), 0, decomposition.numberOfSingularValues())
                .sum();
    }

    /** The product of one matrix with the other's transpose. Each row is one thread's; threads change no digit. */
    private static DMatrixRMaj product(double[][] left, double[][] right) {
        double[][] transposed = new double[right[0].length][right.length];
        for (int i = 0; i < right.length; i++) {
            for (int j = 0; j < transposed.length; j++) {
                transposed[j][i] = right[i][j];
            }
        }
        double[][] product = new double[left.length][right.length];
        IntStream.range(0, left.length).parallel().forEach(i -> addRows(left[i], transposed, product[i]));
        return new DMatrixRMaj(product);
    }

    private static void addRows(double[] factors, double[][] rows, double[] sums) {
        int k = 0;
        for (; k + 4 <= factors.length; k += 4) {
            addFour(factors, k, rows[k], rows[k + 1], rows[k + 2], rows[k + 3], sums);
        }
        for (; k < factors.length; k++) {
            double factor = factors[k];
            double[] row = rows[k];
            for (int j = 0; j < sums.length; j++) {
                sums[j] += factor * row[j];
            }
        }
    }

    private static void addFour(
            double[] factors, int k, double[] first, double[] second, double[] third, double[] fourth, double[] sums) {
        double a = factors[k];
        double b = factors[k + 1];
        double c = factors[k + 2];
        double d = factors[k + 3];
        for (int j = 0; j < sums.length; j++) {
            sums[j] += a * first[j] + b * second[j] + c * third[j] + d * fourth[j];
        }
    }
}
