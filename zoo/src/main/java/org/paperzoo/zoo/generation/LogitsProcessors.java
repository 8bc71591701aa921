package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The changes to a step's scores that the options ask for, in the order of huggingface/transformers 4.45
 * ({@code generation/utils.py}, {@code _get_logits_processor}): repetition penalty, n-gram ban, bad words, minimum
 * length, forced first token, forced last token. What is banned is worked out on the host from the tokens' history, and
 * goes to the device as one array of positions for each step, before the decoder runs: uploads behind queued kernels
 * would wait for them.
 */
final class LogitsProcessors implements AutoCloseable {

    private final GenerationOptions options;
    private final int vocabularySize;
    private final int longest;
    private final int shortest;
    private final NDManager manager;
    private final NDArray penalty;

    LogitsProcessors(GenerationOptions options, int vocabularySize, int longest, int shortest, NDManager parent) {
        this.options = options;
        this.vocabularySize = vocabularySize;
        this.longest = longest;
        this.shortest = shortest;
        manager = parent.newSubManager();
        penalty = options.repetitionPenalty() == 1 ? null : manager.create((float) options.repetitionPenalty());
    }

    /** What will happen to the scores of one step. Holds native arrays until it is closed. */
    final class Step implements AutoCloseable {
        private final NDArray forced;
        private final NDArray penalised;
        private final NDArray banned;

        private Step(NDArray forced, NDArray penalised, NDArray banned) {
            this.forced = forced;
            this.penalised = penalised;
            this.banned = banned;
        }

        /** Whether the scores do not depend on the network's. */
        boolean isForced() {
            return forced != null;
        }

        /**
         * The processed scores.
         *
         * @param scores {@code [N, V]}; stays as it is
         * @return {@code [N, V]}, or {@code [1, V]} where all rows are forced to the same; the given array itself where
         *     nothing changes. Other arrays that this makes are for the caller's scope to close
         */
        NDArray apply(NDArray scores) {
            if (forced != null) {
                return forced; // [1, V]
            }
            if (penalised == null && banned == null) {
                return scores;
            }
            NDArray flat = scores.reshape(-1); // [N * V]
            if (penalised != null) {
                NDArray chosen = flat.gather(penalised, 0); // [N * T]
                NDArray product = chosen.mul(penalty);
                NDArray quotient = chosen.div(penalty);
                // Negative scores are multiplied and positive ones divided: of the two, the lower one for a penalty
                // above 1 and the higher one below.
                NDArray worse = options.repetitionPenalty() > 1 ? product.minimum(quotient) : product.maximum(quotient);
                flat = flat.scatter(penalised, worse, 0);
            }
            if (banned != null) {
                NDArray never = flat.getManager().full(banned.getShape(), Float.NEGATIVE_INFINITY, DataType.FLOAT32);
                flat = flat.scatter(banned, never, 0);
            }
            return flat.reshape(scores.getShape()); // [N, V]
        }

        @Override
        public void close() {
            for (NDArray array : Arrays.asList(forced, penalised, banned)) {
                if (array != null) {
                    array.close();
                }
            }
        }
    }

    /** Prepares the step that chooses the token at position {@code histories.length()}. */
    Step prepare(Histories histories) {
        List<Integer> forced = forced(histories.length());
        if (!forced.isEmpty()) {
            float[] scores = new float[vocabularySize];
            Arrays.fill(scores, Float.NEGATIVE_INFINITY);
            forced.forEach(token -> scores[token] = 0);
            return new Step(manager.create(scores, new Shape(1, vocabularySize)), null, null);
        }
        NDArray penalised = penalty == null ? null : positions(histories, LogitsProcessors::all);
        NDArray banned = positions(histories, this::banned);
        return new Step(null, penalised, banned);
    }

    /** The only tokens that may come at a position, or empty where all may. */
    private List<Integer> forced(int position) {
        if (position == longest - 1 && !options.forcedEosTokenIds().isEmpty()) {
            return options.forcedEosTokenIds();
        }
        if (position == 1 && options.forcedBosTokenId().isPresent()) {
            return List.of(options.forcedBosTokenId().getAsInt());
        }
        return List.of();
    }

    @FunctionalInterface
    private interface TokensOf {
        LongStream row(long[] tokens, int length);
    }

    /** Positions of tokens in the flattened scores, or null where there are none. */
    private NDArray positions(Histories histories, TokensOf tokens) {
        LongStream.Builder builder = LongStream.builder();
        for (int row = 0; row < histories.rows(); row++) {
            long offset = (long) row * vocabularySize;
            tokens.row(histories.row(row), histories.length())
                    .filter(token -> token < vocabularySize)
                    .forEach(token -> builder.add(offset + token));
        }
        long[] positions = builder.build().toArray();
        return positions.length == 0 ? null : manager.create(positions);
    }

    /** A token that occurs twice is listed twice, which does no harm: both writes are of the same value. */
    private static LongStream all(long[] tokens, int length) {
        return Arrays.stream(tokens, 0, length);
    }

    private LongStream banned(long[] tokens, int length) {
        LongStream.Builder banned = LongStream.builder();
        banRepeatedNgrams(tokens, length, banned);
        banBadWords(tokens, length, banned);
        if (length < shortest) {
            options.eosTokenIds().forEach(banned::add);
        }
        return banned.build();
    }

    private void banRepeatedNgrams(long[] tokens, int length, LongStream.Builder banned) {
        int size = options.noRepeatNgramSize();
        if (size == 0) {
            return;
        }
        int prefix = size - 1;
        for (int start = 0; start + prefix < length; start++) {
            if (Arrays.equals(tokens, start, start + prefix, tokens, length - prefix, length)) {
                banned.add(tokens[start + prefix]);
            }
        }
    }

    private void banBadWords(long[] tokens, int length, LongStream.Builder banned) {
        for (List<Integer> word : options.badWords()) {
            int last = word.get(word.size() - 1);
            if (word.size() == 1) {
                // An end token cannot be forbidden as a word.
                if (!options.eosTokenIds().contains(last)) {
                    banned.add(last);
                }
            } else if (word.size() <= length && endsWithAllButLast(tokens, length, word)) {
                // The reference looks at a word only once the sequence is as long as the whole of it.
                banned.add(last);
            }
        }
    }

    private static boolean endsWithAllButLast(long[] tokens, int length, List<Integer> word) {
        int prefix = word.size() - 1;
        for (int i = 0; i < prefix; i++) {
            if (tokens[length - prefix + i] != word.get(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        manager.close();
    }
}
