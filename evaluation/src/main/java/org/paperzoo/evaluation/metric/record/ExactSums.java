package org.paperzoo.evaluation.metric.record;

import org.paperzoo.evaluation.metric.Dyadic;
import org.paperzoo.evaluation.metric.ExactSum;

/** Sums that are rounded when they are read, and not before. */
public final class ExactSums implements Sums {

    private final ExactSum[] sums;

    ExactSums(ExactSum[] sums) {
        this.sums = sums;
    }

    static ExactSums of(int count) {
        ExactSum[] sums = new ExactSum[count];
        for (int i = 0; i < count; i++) {
            sums[i] = new ExactSum();
        }
        return new ExactSums(sums);
    }

    /** Adds a term to a sum. */
    public void add(int index, double term) {
        sums[index].add(term);
    }

    /** Adds a product of finite numbers to a sum, exactly where its rounding error is in the range of doubles. */
    public void addProduct(int index, double left, double right) {
        double product = left * right;
        sums[index].add(product);
        if (Math.abs(product) <= Double.MAX_VALUE) {
            sums[index].add(Math.fma(left, right, -product));
        }
    }

    void addAll(ExactSums others) {
        for (int i = 0; i < sums.length; i++) {
            sums[i].add(others.sums[i]);
        }
    }

    ExactSum exact(int index) {
        return sums[index];
    }

    @Override
    public int count() {
        return sums.length;
    }

    @Override
    public double sum(int index) {
        return sums[index].doubleValue();
    }

    @Override
    public double deviations(int products, int left, int right, double count) {
        if (!sums[products].isFinite() || !sums[left].isFinite() || !sums[right].isFinite()) {
            return Double.NaN;
        }
        // n sum(x y) - sum(x) sum(y) is exact; nothing cancels after rounding.
        Dyadic scaled = sums[products]
                .finitePart()
                .times(Dyadic.of((long) count))
                .minus(sums[left].finitePart().times(sums[right].finitePart()));
        return scaled.doubleValue() / count;
    }
}
