package org.paperzoo.evaluation.metric.summarisation;

/**
 * The methods of NLTK's {@code SmoothingFunction} (Chen and Cherry 2014) with their default parameters: what becomes of
 * the precisions of n-grams before their logarithms are taken. Precisions that are still 0 afterwards are left out.
 */
public enum NltkSmoothing {
    /** None: an order without a match has the least normal double for its precision. */
    METHOD0 {
        @Override
        void smooth(double[] matches, double[] totals, double length, LastSegment last, double[] precisions) {
            for (int i = 0; i < precisions.length; i++) {
                if (matches[i] == 0) {
                    precisions[i] = Double.MIN_NORMAL;
                }
            }
        }
    },
    /** A tenth of a match where there is none. */
    METHOD1 {
        @Override
        void smooth(double[] matches, double[] totals, double length, LastSegment last, double[] precisions) {
            for (int i = 0; i < precisions.length; i++) {
                if (matches[i] == 0) {
                    precisions[i] = EPSILON / totals[i];
                }
            }
        }
    },
    /** One match and one n-gram more from bigrams on. */
    METHOD2 {
        @Override
        void smooth(double[] matches, double[] totals, double length, LastSegment last, double[] precisions) {
            for (int i = 1; i < precisions.length; i++) {
                precisions[i] = (matches[i] + 1) / (totals[i] + 1);
            }
        }
    },
    /** A half, a quarter and so on of a match where there is none. */
    METHOD3 {
        @Override
        void smooth(double[] matches, double[] totals, double length, LastSegment last, double[] precisions) {
            double divisor = 1;
            for (int i = 0; i < precisions.length; i++) {
                if (matches[i] == 0) {
                    divisor *= 2;
                    precisions[i] = 1 / (divisor * totals[i]);
                }
            }
        }
    },
    /** As {@link #METHOD3}, but the less, the shorter the hypothesis. */
    METHOD4 {
        @Override
        void smooth(double[] matches, double[] totals, double length, LastSegment last, double[] precisions) {
            double factor = 1;
            for (int i = 0; i < precisions.length; i++) {
                if (matches[i] == 0 && length > 1) {
                    factor *= 2;
                    precisions[i] = 1 / (factor * K / StrictMath.log(length)) / totals[i];
                }
            }
        }
    },
    /** The mean of an order's precision, the next one's and the smoothed one of the order before. */
    METHOD5 {
        @Override
        void smooth(double[] matches, double[] totals, double length, LastSegment last, double[] precisions) {
            double before = precisions[0] + 1;
            for (int i = 0; i < precisions.length; i++) {
                double next = i + 1 < precisions.length ? precisions[i + 1] : last.nextPrecision();
                precisions[i] = (before + precisions[i] + next) / 3;
                before = precisions[i];
            }
        }

        @Override
        boolean needsLastSegment() {
            return true;
        }
    },
    /** From trigrams on, precisions drawn towards what those of the two orders before let expect. */
    METHOD6 {
        @Override
        void smooth(double[] matches, double[] totals, double length, LastSegment last, double[] precisions) {
            if (matches[2] == 0) {
                // The reference stops here.
                precisions[2] = Double.NaN;
                return;
            }
            for (int i = 2; i < precisions.length; i++) {
                double expected =
                        precisions[i - 2] == 0 ? 0 : precisions[i - 1] * precisions[i - 1] / precisions[i - 2];
                // In a corpus, the matches of all segments meet the number of n-grams of the last one, in the
                // reference too: the score can exceed 1 by far.
                double grams = Math.max(0, last.length() - i);
                precisions[i] = (matches[i] + ALPHA * expected) / (grams + ALPHA);
            }
        }

        @Override
        boolean needsLastSegment() {
            return true;
        }
    },
    /** {@link #METHOD4}, then {@link #METHOD5}. */
    METHOD7 {
        @Override
        void smooth(double[] matches, double[] totals, double length, LastSegment last, double[] precisions) {
            METHOD4.smooth(matches, totals, length, last, precisions);
            METHOD5.smooth(matches, totals, length, last, precisions);
        }

        @Override
        boolean needsLastSegment() {
            return true;
        }
    };

    private static final double EPSILON = 0.1;
    private static final double K = 5;
    private static final double ALPHA = 5;

    /**
     * The segment that the reference looks at when it smooths a corpus.
     *
     * @param length tokens of its hypothesis
     * @param nextMatches matches of the order behind the last one
     * @param nextTotal n-grams of that order, at least 1
     */
    record LastSegment(long length, long nextMatches, long nextTotal) {

        double nextPrecision() {
            return (double) nextMatches / nextTotal;
        }
    }

    /**
     * Smooths precisions in place.
     *
     * @param matches matches by order
     * @param totals n-grams by order
     * @param length tokens of all hypotheses
     * @param precisions matches over totals; undefined where the reference refuses to smooth
     */
    abstract void smooth(double[] matches, double[] totals, double length, LastSegment last, double[] precisions);

    /** Whether the last segment of a corpus changes the score. */
    boolean needsLastSegment() {
        return false;
    }
}
