package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Beam search as huggingface/transformers 4.45 does it ({@code generation/utils.py}, {@code _beam_search}). Scores stay on
 * the device; the best candidates of a step, {@code (1 + end tokens) * beams} of each member of the batch, come to the
 * host in one transfer, and the host decides about them.
 */
final class BeamSearch {

    /** At first all beams of a member are alike: this keeps all but its first one out. The reference's value. */
    private static final float OUT_OF_THE_RUNNING = -1e9f;

    private final GenerationOptions options;
    private final int beams;
    private final int vocabularySize;
    private final int members;
    private final int longest;
    private final int prompt;
    private final int candidates;
    private final Histories histories;
    private final Hypotheses[] finished;
    private final boolean[] done;

    /** The running beams' sums of log-probabilities; float32, as the reference rounds them at each step. */
    private final float[] scores;

    private final int[] sources;
    private final long[] tokens;

    BeamSearch(GenerationOptions options, int vocabularySize, int members, long[] promptTokens) {
        this.options = options;
        this.vocabularySize = vocabularySize;
        this.members = members;
        beams = options.numBeams();
        prompt = promptTokens.length;
        longest = options.longest(prompt);
        candidates =
                Math.multiplyExact(beams, Math.max(2, 1 + options.eosTokenIds().size()));
        if (candidates > (long) beams * vocabularySize) {
            throw new IllegalArgumentException("\"eos_token_id\" has "
                    + options.eosTokenIds().size() + " tokens; expected fewer than the vocabulary's " + vocabularySize);
        }
        int rows = Math.multiplyExact(members, beams);
        histories = new Histories(rows, promptTokens);
        finished = new Hypotheses[members];
        Arrays.setAll(finished, member -> new Hypotheses(options, longest - prompt));
        done = new boolean[members];
        scores = new float[rows];
        for (int row = 0; row < rows; row++) {
            scores[row] = row % beams == 0 ? 0 : OUT_OF_THE_RUNNING;
        }
        sources = new int[rows];
        tokens = new long[rows];
    }

    List<List<Generated>> run(
            Decoding decoding, LogitsProcessors processors, NDManager manager, GenerationListener listener) {
        int fed = prompt;
        boolean going = true;
        while (going) {
            double[] best = candidates(decoding, processors, manager, fed);
            for (int member = 0; member < members; member++) {
                choose(member, best);
            }
            histories.reorder(sources);
            histories.append(tokens);
            fed = 1;
            going = histories.length() < longest && !allDone() && listener.proceed(leading());
            if (going && moved()) {
                decoding.reorder(sources);
            }
        }
        return answer();
    }

    /** The best candidates of each member: their scores, then their places among its {@code beams * V}. */
    private double[] candidates(Decoding decoding, LogitsProcessors processors, NDManager manager, int fed) {
        try (NDArray input = histories.tail(manager, fed);
                NDArray sums = manager.create(scores, new Shape(scores.length, 1));
                LogitsProcessors.Step processing = processors.prepare(histories);
                NDArray logits = needsNetwork(processing) ? decoding.step(input) : null;
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray own = logits == null ? null : logits.logSoftmax(1); // [N, V]
            NDArray total = processing.apply(own).add(sums); // [N, V]
            NDList top = total.reshape(members, (long) beams * vocabularySize).topK(candidates, 1, true, true);
            NDArray values = top.get(0).toType(DataType.FLOAT64, false); // [B, C]
            NDArray places = top.get(1).toType(DataType.FLOAT64, false); // [B, C], exact below 2^53
            return NDArrays.concat(new NDList(values, places), 1).toDoubleArray(); // [B, 2 C]
        }
    }

    /** A last token that is forced follows without asking the network; before it the network's cache has to grow. */
    private boolean needsNetwork(LogitsProcessors.Step processing) {
        return !processing.isForced() || histories.length() < longest - 1;
    }

    /** Chooses a member's next beams among its candidates, and lists those that ended. */
    private void choose(int member, double[] best) {
        int first = member * beams;
        if (done[member]) {
            for (int row = first; row < first + beams; row++) {
                sources[row] = row;
                tokens[row] = options.fillToken();
                scores[row] = 0;
            }
            return;
        }
        int offset = member * 2 * candidates;
        int generated = histories.length() + 1 - prompt;
        if (Double.isNaN(best[offset])) {
            throw new IllegalStateException("the network's scores of token " + generated
                    + " are not numbers: its weights or inputs are broken");
        }
        int chosen = 0;
        for (int rank = 0; rank < candidates && chosen < beams; rank++) {
            double score = best[offset + rank];
            long place = (long) best[offset + candidates + rank];
            int source = first + (int) (place / vocabularySize);
            int token = (int) (place % vocabularySize);
            if (options.eosTokenIds().contains(token)) {
                // A candidate below the first `beams` could not have been a beam, so its end does not count either.
                if (rank < beams) {
                    // The reference writes the first end token, whichever of several ended the hypothesis.
                    finished[member].add(
                            ended(histories.copy(source), options.eosTokenIds().get(0)), score, generated);
                }
            } else {
                sources[first + chosen] = source;
                tokens[first + chosen] = token;
                scores[first + chosen] = (float) score;
                chosen++;
            }
        }
        done[member] = finished[member].isDone(best[offset], generated);
    }

    private static long[] ended(long[] tokens, long end) {
        long[] result = Arrays.copyOf(tokens, tokens.length + 1);
        result[tokens.length] = end;
        return result;
    }

    private boolean allDone() {
        for (boolean one : done) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    private boolean moved() {
        for (int row = 0; row < sources.length; row++) {
            if (sources[row] != row) {
                return true;
            }
        }
        return false;
    }

    private List<long[]> leading() {
        List<long[]> leading = new ArrayList<>();
        for (int member = 0; member < members; member++) {
            leading.add(done[member] ? finished[member].best(1).get(0).tokens() : histories.copy(member * beams));
        }
        return leading;
    }

    private List<List<Generated>> answer() {
        List<List<Generated>> answers = new ArrayList<>();
        for (int member = 0; member < members; member++) {
            if (!done[member]) {
                for (int row = member * beams; row < (member + 1) * beams; row++) {
                    finished[member].add(histories.copy(row), scores[row], histories.length() - prompt);
                }
            }
            answers.add(finished[member].best(options.numReturnSequences()));
        }
        return answers;
    }
}
