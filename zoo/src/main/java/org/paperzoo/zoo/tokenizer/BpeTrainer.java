package org.paperzoo.zoo.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns a byte-level BPE vocabulary from text (Sennrich et al. 2016, algorithm 1, over the bytes of words as GPT-2 has
 * them). Starting from single bytes, the pair of neighbours that is most frequent within words becomes a token, until the
 * vocabulary is full or no pair occurs twice. Of pairs that are equally frequent the one whose left token has the smaller
 * number is taken, then the one whose right token has: what is learned depends on how often each word occurs and on nothing
 * else.
 *
 * <p>A step recounts only the words that hold the chosen pair.
 */
public final class BpeTrainer {

    /** Special tokens in RoBERTa's and BART's order. */
    public static final List<String> BART_SPECIAL = List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>");

    /** Special tokens in CodeT5's order. */
    public static final List<String> CODET5_SPECIAL = List.of("<pad>", "<s>", "</s>", "<unk>", "<mask>");

    /** A pair that occurs once teaches nothing. */
    private static final int LEAST_COUNT = 2;

    private static final Comparator<Candidate> MOST_FREQUENT_FIRST = Comparator.comparingLong(Candidate::count)
            .reversed()
            .thenComparingInt(candidate -> left(candidate.pair()))
            .thenComparingInt(candidate -> right(candidate.pair()));

    private final int size;
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> merges = new ArrayList<>();
    private final int specialTokens;
    private final List<int[]> words = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final Map<Long, Occurrences> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(MOST_FREQUENT_FIRST);

    private BpeTrainer(int size, List<String> special) {
        this.size = size;
        this.specialTokens = special.size();
        special.forEach(this::add);
        ByteLevel.alphabet().forEach(this::add);
    }

    /**
     * Learns a vocabulary.
     *
     * @param lines text; what is learned does not reach over the end of a line
     * @param size the largest number of tokens: the special ones, the 256 bytes and what is learned
     * @param special tokens that stand for no text, numbered from 0; at least one, none of them a single character
     * @throws IllegalArgumentException if the size has no room for special tokens and bytes, if a special token is empty, a
     *     single character or named twice, or if the lines hold no text
     */
    public static BpeVocabulary train(Iterable<String> lines, int size, List<String> special) {
        requireSpecial(special);
        int least = special.size() + ByteLevel.alphabet().size();
        if (size < least) {
            throw new IllegalArgumentException("a vocabulary of " + size + " tokens has no room for " + special.size()
                    + " special tokens and 256 bytes; at least " + least + " are needed");
        }
        BpeTrainer trainer = new BpeTrainer(size, special);
        trainer.count(lines);
        trainer.merge();
        return new BpeVocabulary(trainer.tokens, trainer.merges);
    }

    private static void requireSpecial(List<String> special) {
        if (special.isEmpty()) {
            throw new IllegalArgumentException("a vocabulary has at least one special token");
        }
        for (int i = 0; i < special.size(); i++) {
            String token = special.get(i);
            if (token.codePointCount(0, token.length()) < 2 || token.chars().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException(
                        "the special token '" + token + "' must have at least two characters, none of them a space");
            }
            if (special.indexOf(token) != i) {
                throw new IllegalArgumentException("the special token '" + token + "' is named twice");
            }
        }
    }

    private int add(String token) {
        Integer known = numbers.putIfAbsent(token, tokens.size());
        if (known != null) {
            return known;
        }
        tokens.add(token);
        return tokens.size() - 1;
    }

    private void count(Iterable<String> lines) {
        Map<String, Long> occurrences = new HashMap<>();
        for (String line : lines) {
            ByteLevel.words(line, word -> occurrences.merge(word, 1L, Long::sum));
        }
        if (occurrences.isEmpty()) {
            throw new IllegalArgumentException("there is no text to learn a vocabulary from");
        }
        occurrences.forEach((word, count) -> {
            words.add(word.chars()
                    .map(character -> numbers.get(String.valueOf((char) character)))
                    .toArray());
            counts.add(count);
        });
        for (int word = 0; word < words.size(); word++) {
            int[] symbols = words.get(word);
            for (int i = 1; i < symbols.length; i++) {
                Occurrences pair = pairs.computeIfAbsent(pair(symbols[i - 1], symbols[i]), key -> new Occurrences());
                pair.count += counts.get(word);
                pair.in(word);
            }
        }
        pairs.forEach((pair, found) -> queue.add(new Candidate(pair, found.count)));
    }

    private void merge() {
        while (tokens.size() < size && !queue.isEmpty()) {
            Candidate best = queue.remove();
            Occurrences found = pairs.get(best.pair());
            if (found == null || found.count == 0) {
                continue;
            }
            if (found.count < best.count()) {
                // It lost occurrences to other merges since it was queued; where it gained some it was queued again.
                queue.add(new Candidate(best.pair(), found.count));
                continue;
            }
            if (best.count() < LEAST_COUNT) {
                return;
            }
            String left = tokens.get(left(best.pair()));
            String right = tokens.get(right(best.pair()));
            Integer taken = numbers.get(left + right);
            if (taken != null && taken < specialTokens) {
                pairs.remove(best.pair()); // text that looks like a special token stays in parts
                continue;
            }
            merges.add(left + " " + right);
            apply(best.pair(), add(left + right), found);
        }
    }

    /** Joins a pair wherever it is; words that lost it to an earlier merge are passed over. */
    private void apply(long pair, int merged, Occurrences found) {
        Set<Long> grown = new HashSet<>();
        for (int i = 0; i < found.size; i++) {
            int word = found.words[i];
            int[] before = words.get(word);
            int[] after = joined(before, pair, merged);
            if (after.length == before.length) {
                continue;
            }
            words.set(word, after);
            long count = counts.get(word);
            for (int j = 1; j < before.length; j++) {
                Occurrences old = pairs.get(pair(before[j - 1], before[j]));
                if (old != null) {
                    old.count -= count;
                }
            }
            for (int j = 1; j < after.length; j++) {
                long key = pair(after[j - 1], after[j]);
                boolean fresh = after[j - 1] == merged || after[j] == merged;
                Occurrences now = fresh ? pairs.computeIfAbsent(key, unused -> new Occurrences()) : pairs.get(key);
                if (now != null) {
                    now.count += count;
                    if (fresh) {
                        now.in(word);
                        grown.add(key);
                    }
                }
            }
        }
        pairs.remove(pair);
        for (long key : grown) {
            Occurrences now = pairs.get(key);
            if (now != null) {
                queue.add(new Candidate(key, now.count));
            }
        }
    }

    private static int[] joined(int[] symbols, long pair, int merged) {
        int left = left(pair);
        int right = right(pair);
        int[] joined = new int[symbols.length];
        int length = 0;
        for (int i = 0; i < symbols.length; i++) {
            if (i + 1 < symbols.length && symbols[i] == left && symbols[i + 1] == right) {
                joined[length++] = merged;
                i++;
            } else {
                joined[length++] = symbols[i];
            }
        }
        return length == symbols.length ? symbols : Arrays.copyOf(joined, length);
    }

    private static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    private static int left(long pair) {
        return (int) (pair >>> Integer.SIZE);
    }

    private static int right(long pair) {
        return (int) pair;
    }

    /** A pair with the number of its occurrences when it was queued. */
    private record Candidate(long pair, long count) {}

    /** How often a pair occurs, and the words in which it did at some time. */
    private static final class Occurrences {

        private long count;
        private int[] words = new int[2];
        private int size;

        void in(int word) {
            if (size > 0 && words[size - 1] == word) {
                return;
            }
            if (size == words.length) {
                words = Arrays.copyOf(words, 2 * size);
            }
            words[size++] = word;
        }
    }
}
