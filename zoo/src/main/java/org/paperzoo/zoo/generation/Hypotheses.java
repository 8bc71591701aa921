package org.paperzoo.zoo.generation;

import java.util.ArrayList;
import java.util.List;

/**
 * The best hypotheses of one member of a batch, as {@code BeamHypotheses} of huggingface/transformers 4.45
 * ({@code generation/beam_search.py}) keeps them: ties are decided as there.
 */
final class Hypotheses {

    private final int beams;
    private final double lengthPenalty;
    private final EarlyStopping earlyStopping;
    private final int longest;
    private final List<Generated> kept = new ArrayList<>();
    private double worst = Double.POSITIVE_INFINITY;

    /** @param longest the number of tokens that can be generated at most */
    Hypotheses(GenerationOptions options, int longest) {
        beams = options.numBeams();
        lengthPenalty = options.lengthPenalty();
        earlyStopping = options.earlyStopping();
        this.longest = longest;
    }

    /**
     * Offers a hypothesis.
     *
     * @param logProbability the sum over its generated tokens
     * @param generated how many these are, counting the end token
     */
    void add(long[] tokens, double logProbability, int generated) {
        double score = normalised(logProbability, generated);
        if (kept.size() >= beams && score <= worst) {
            return;
        }
        kept.add(new Generated(tokens, score));
        if (kept.size() > beams) {
            kept.remove(indexOfWorst()); // the earliest of equals
            worst = kept.get(indexOfWorst()).score();
        } else {
            worst = Math.min(score, worst);
        }
    }

    /**
     * Whether no running beam is worth going on with.
     *
     * @param bestLogProbability of the step's best candidate, ended or not
     * @param generated tokens that the candidate has
     */
    boolean isDone(double bestLogProbability, int generated) {
        if (kept.size() < beams) {
            return false;
        }
        return switch (earlyStopping) {
            case ALWAYS -> true;
            case HEURISTIC -> worst >= normalised(bestLogProbability, generated);
            // Log-probabilities are negative: a positive penalty makes the longest end the best one, a negative
            // penalty the nearest.
            case NEVER -> worst >= normalised(bestLogProbability, lengthPenalty > 0 ? longest : generated);
        };
    }

    /** The best hypotheses, best first; of equals the latest first. */
    List<Generated> best(int count) {
        List<Generated> sorted = new ArrayList<>();
        for (int i = kept.size() - 1; i >= 0; i--) {
            sorted.add(kept.get(i));
        }
        sorted.sort((a, b) -> Double.compare(b.score(), a.score()));
        return List.copyOf(sorted.subList(0, count));
    }

    private double normalised(double logProbability, int generated) {
        return logProbability / Math.pow(generated, lengthPenalty) + 0.0; // no -0.0: it would sort below 0.0
    }

    private int indexOfWorst() {
        int index = 0;
        for (int i = 1; i < kept.size(); i++) {
            if (kept.get(i).score() < kept.get(index).score()) {
                index = i;
            }
        }
        return index;
    }
}
