package org.paperzoo.evaluation.metric.record;

/** Sums rounded to doubles, for resampling. */
record RoundedSums(double[] sums) implements Sums {

    @Override
    public int count() {
        return sums.length;
    }

    @Override
    public double sum(int index) {
        return sums[index];
    }

    @Override
    public double deviations(int products, int left, int right, double count) {
        double deviations = sums[products] - sums[left] * sums[right] / count;
        return left == right ? Math.max(0, deviations) : deviations;
    }
}
