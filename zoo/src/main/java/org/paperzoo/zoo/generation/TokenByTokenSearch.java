package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Greedy search and sampling: every row goes its own way, token by token, as in huggingface/transformers 4.45
 * ({@code generation/utils.py}, {@code _sample}).
 */
final class TokenByTokenSearch {

    private final GenerationOptions options;
    private final int rowsOfMember;
    private final int prompt;
    private final int longest;
    private final int candidates;
    private final Histories histories;
    private final Sampler sampler;

    /** One stream of random numbers for each row, so that a row's draws do not depend on the others' lengths. */
    private final SplittableRandom[] random;

    private final double[] scores;

    /** Lengths of the rows that have ended, 0 for the others. */
    private final int[] ended;

    TokenByTokenSearch(GenerationOptions options, int vocabularySize, int members, long[] promptTokens) {
        this.options = options;
        rowsOfMember = options.numReturnSequences();
        prompt = promptTokens.length;
        longest = options.longest(prompt);
        candidates = !options.doSample()
                ? 1
                : options.topK() == 0 ? vocabularySize : Math.min(options.topK(), vocabularySize);
        int rows = Math.multiplyExact(members, rowsOfMember);
        histories = new Histories(rows, promptTokens);
        sampler = new Sampler(options.temperature(), options.topP());
        SplittableRandom root = new SplittableRandom(options.seed());
        random = new SplittableRandom[rows];
        Arrays.setAll(random, row -> root.split());
        scores = new double[rows];
        ended = new int[rows];
    }

    List<List<Generated>> run(
            Decoding decoding, LogitsProcessors processors, NDManager manager, GenerationListener listener) {
        int rows = histories.rows();
        long[] tokens = new long[rows];
        int fed = prompt;
        boolean going = true;
        while (going) {
            double[] best = candidates(decoding, processors, manager, fed);
            boolean allEnded = true;
            for (int row = 0; row < rows; row++) {
                if (ended[row] > 0) {
                    tokens[row] = options.fillToken();
                    continue;
                }
                tokens[row] = choose(row, best);
                if (options.eosTokenIds().contains((int) tokens[row])) {
                    ended[row] = histories.length() + 1;
                }
                allEnded &= ended[row] > 0;
            }
            histories.append(tokens);
            fed = 1;
            going = histories.length() < longest && !allEnded && listener.proceed(soFar());
        }
        return answer();
    }

    /** Of each row: the candidates' processed scores, best first, their tokens, and the network's log-probabilities. */
    private double[] candidates(Decoding decoding, LogitsProcessors processors, NDManager manager, int fed) {
        try (NDArray input = histories.tail(manager, fed);
                LogitsProcessors.Step processing = processors.prepare(histories);
                NDArray logits = decoding.step(input);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray processed = processing.apply(logits); // [N, V] or [1, V]
            if (processing.isForced()) {
                processed = processed.broadcast(logits.getShape()); // [N, V]
            }
            NDArray values;
            NDArray tokens;
            if (options.doSample()) {
                NDList top = processed.topK(candidates, 1, true, true);
                values = top.get(0); // [N, C]
                tokens = top.get(1); // [N, C]
            } else {
                tokens = processed.argMax(1).reshape(-1, 1); // [N, 1]; of equals the first, which topK does not promise
                values = processed.gather(tokens, 1); // [N, 1]
            }
            NDArray logProbabilities = logits.logSoftmax(1).gather(tokens, 1); // [N, C]
            return NDArrays.concat(
                            new NDList(
                                    values.toType(DataType.FLOAT64, false),
                                    tokens.toType(DataType.FLOAT64, false),
                                    logProbabilities.toType(DataType.FLOAT64, false)),
                            1)
                    .toDoubleArray(); // [N, 3 C]
        }
    }

    private long choose(int row, double[] best) {
        int offset = row * 3 * candidates;
        if (Double.isNaN(best[offset])) {
            throw new IllegalStateException("the network's scores of token " + (histories.length() + 1 - prompt)
                    + " are not numbers: its weights or inputs are broken");
        }
        int rank = options.doSample() ? sampler.draw(best, offset, candidates, random[row].nextDouble()) : 0;
        scores[row] += best[offset + 2 * candidates + rank];
        return (long) best[offset + candidates + rank];
    }

    private long[] tokens(int row) {
        return Arrays.copyOf(histories.row(row), ended[row] > 0 ? ended[row] : histories.length());
    }

    private List<long[]> soFar() {
        List<long[]> soFar = new ArrayList<>();
        for (int row = 0; row < histories.rows(); row++) {
            soFar.add(tokens(row));
        }
        return soFar;
    }

    private List<List<Generated>> answer() {
        List<List<Generated>> answers = new ArrayList<>();
        for (int first = 0; first < histories.rows(); first += rowsOfMember) {
            List<Generated> member = new ArrayList<>();
            for (int row = first; row < first + rowsOfMember; row++) {
                member.add(new Generated(tokens(row), scores[row]));
            }
            answers.add(List.copyOf(member));
        }
        return answers;
    }
}
