package org.paperzoo.evaluation.training;

/** Squared and absolute errors over all windows, steps and series alike. */
final class ForecastErrors {

    private double squared;
    private double absolute;
    private long count;

    void add(float[] forecasts, float[] targets) {
        if (forecasts.length != targets.length) {
            throw new IllegalArgumentException(forecasts.length + " forecasts for " + targets.length + " targets");
        }
        for (int i = 0; i < targets.length; i++) {
            double error = (double) forecasts[i] - targets[i];
            squared += error * error;
            absolute += Math.abs(error);
        }
        count += targets.length;
    }

    double mse() {
        return squared / count;
    }

    double mae() {
        return absolute / count;
    }
}
