package org.paperzoo.zoo.export;

/**
 * How far an array is from the one that was wanted.
 *
 * @param largest the largest absolute difference over the largest magnitude wanted
 * @param typical the root mean square of the differences over that of what was wanted
 */
record Distance(double largest, double typical) {

    /** The distance; infinite where one array has NaN or an infinity and the other has not. */
    static Distance between(double[] wanted, double[] given) {
        double largest = 0;
        double magnitude = 0;
        double squares = 0;
        double wantedSquares = 0;
        for (int i = 0; i < wanted.length; i++) {
            // Double.compare makes NaN equal to NaN and infinities equal to themselves.
            if (Double.compare(wanted[i], given[i]) != 0) {
                double difference = Math.abs(wanted[i] - given[i]);
                difference = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
                largest = Math.max(largest, difference);
                squares += difference * difference;
            }
            magnitude = Math.max(magnitude, Math.abs(wanted[i]));
            wantedSquares += wanted[i] * wanted[i];
        }
        // Nothing differs, whatever the magnitude; also where that is not a number.
        return largest == 0
                ? new Distance(0, 0)
                : new Distance(largest / magnitude, Math.sqrt(squares / wantedSquares));
    }
}
