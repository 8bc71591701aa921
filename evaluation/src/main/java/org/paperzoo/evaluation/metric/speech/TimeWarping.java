package org.paperzoo.evaluation.metric.speech;

/**
 * Dynamic time warping: the path of least total distance through two sequences of frames, from both beginnings to both
 * ends, each step going on by one frame in either or both. Among equally good steps one in both comes first, then one in
 * the first sequence. Two rows of the table are held, so that memory grows with the second sequence alone. Scratch memory
 * of one thread.
 */
final class TimeWarping {

    private double[] costs = new double[0];
    private long[] lengths = new long[0];
    private double cost;
    private long pathLength;

    /** The Euclidean distance without the first coefficient. */
    static double distance(double[] first, double[] second) {
        double squares = 0;
        for (int i = 1; i < first.length; i++) {
            double difference = first[i] - second[i];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    /** Finds the path. */
    void align(double[][] first, double[][] second) {
        int columns = second.length;
        if (costs.length < columns) {
            costs = new double[columns];
            lengths = new long[columns];
        }
        for (int i = 0; i < first.length; i++) {
            // What stood in the row above, one column to the left, before it was overwritten.
            double diagonalCost = 0;
            long diagonalLength = 0;
            for (int j = 0; j < columns; j++) {
                double aboveCost = i == 0 ? Double.POSITIVE_INFINITY : costs[j];
                long aboveLength = i == 0 ? 0 : lengths[j];
                double best = i == 0 && j == 0 ? 0 : i > 0 && j > 0 ? diagonalCost : Double.POSITIVE_INFINITY;
                long length = diagonalLength;
                if (aboveCost < best) {
                    best = aboveCost;
                    length = aboveLength;
                }
                if (j > 0 && costs[j - 1] < best) {
                    best = costs[j - 1];
                    length = lengths[j - 1];
                }
                costs[j] = best + distance(first[i], second[j]);
                lengths[j] = length + 1;
                diagonalCost = aboveCost;
                diagonalLength = aboveLength;
            }
        }
        cost = costs[columns - 1];
        pathLength = lengths[columns - 1];
    }

    /** The sum of distances along the path. */
    double cost() {
        return cost;
    }

    /** How many pairs of frames the path has. */
    long pathLength() {
        return pathLength;
    }
}
