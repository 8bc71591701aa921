package org.paperzoo.zoo.generation;

/**
 * Draws one of a step's best candidates after temperature and nucleus filtering (Holtzman et al. 2020, section 3.1), in
 * that order, as huggingface/transformers 4.45 does; that only the best k are candidates is the caller's doing.
 *
 * @param temperature what scores are divided by
 * @param topP the smallest set of best candidates whose probabilities reach this is kept
 */
record Sampler(double temperature, double topP) {

    /**
     * Draws a candidate.
     *
     * @param scores unnormalised log-probabilities at {@code [offset, offset + count)}, best first; negative infinity is
     *     never drawn. At least one is finite
     * @param uniform a number in [0, 1) that decides
     * @return the candidate's rank
     */
    int draw(double[] scores, int offset, int count, double uniform) {
        double[] cumulative = new double[count];
        double sum = 0;
        int possible = 0;
        for (int rank = 0; rank < count && scores[offset + rank] > Double.NEGATIVE_INFINITY; rank++) {
            sum += Math.exp((scores[offset + rank] - scores[offset]) / temperature);
            cumulative[rank] = sum;
            possible++;
        }
        int kept = 1;
        // A candidate stays while those before it have not reached topP yet.
        while (kept < possible && cumulative[kept - 1] < topP * sum) {
            kept++;
        }
        double threshold = uniform * cumulative[kept - 1];
        int rank = 0;
        while (rank < kept - 1 && cumulative[rank] <= threshold) {
            rank++;
        }
        return rank;
    }
}
