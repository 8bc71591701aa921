package org.paperzoo.evaluation.metric.summarisation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;

/**
 * The n-grams of all captions, numbered, so that pictures can be weighed anew without reading them again. Memory is linear
 * in the texts. Several threads may ask for scores.
 */
final class CiderTable {

    private static final int ORDER = 4;
    private static final double SIGMA = 6;
    private static final double SCALE = 10;

    /**
     * The n-grams of a caption.
     *
     * @param grams by order, the number of each distinct n-gram, ascending
     * @param counts how often each occurs
     * @param length number of bigrams, which the reference takes for the length
     */
    private record Vector(int[][] grams, int[][] counts, int length) {}

    /**
     * The captions of one picture.
     *
     * @param document by order, the n-grams that at least one reference has
     */
    private record Picture(Vector hypothesis, List<Vector> references, int[][] document) {}

    private final List<Picture> pictures;
    /** How many distinct n-grams there are, by order. */
    private final int[] sizes = new int[ORDER];

    CiderTable(Collection<Cider.Captioned> captioned) {
        TokenNumbers tokens = new TokenNumbers();
        GramNumbers[] tables =
                IntStream.range(0, ORDER).mapToObj(order -> new GramNumbers()).toArray(GramNumbers[]::new);
        List<Picture> read = new ArrayList<>(captioned.size());
        for (Cider.Captioned texts : captioned) {
            List<Vector> references = texts.references().stream()
                    .map(text -> vector(text, tokens, tables))
                    .toList();
            read.add(new Picture(vector(texts.hypothesis(), tokens, tables), references, union(references)));
        }
        pictures = read;
        sizes[0] = tokens.size();
        for (int order = 1; order < ORDER; order++) {
            sizes[order] = tables[order].size();
        }
    }

    private static Vector vector(String text, TokenNumbers tokens, GramNumbers[] tables) {
        int[] words = tokens.numbers(BleuTokenizers.NONE.tokens(text));
        int[][] grams = new int[ORDER][];
        int[][] counts = new int[ORDER][];
        int[] numbers = words;
        for (int order = 0; order < ORDER; order++) {
            if (order > 0) {
                numbers = tables[order].numbers(numbers, words);
            }
            int[] sorted = numbers.clone();
            Arrays.sort(sorted);
            int distinct = 0;
            int[] count = new int[sorted.length];
            for (int i = 0; i < sorted.length; i++) {
                if (i == 0 || sorted[i] != sorted[i - 1]) {
                    sorted[distinct++] = sorted[i];
                }
                count[distinct - 1]++;
            }
            grams[order] = Arrays.copyOf(sorted, distinct);
            counts[order] = Arrays.copyOf(count, distinct);
        }
        return new Vector(grams, counts, Math.max(0, words.length - 1));
    }

    private static int[][] union(List<Vector> vectors) {
        return IntStream.range(0, ORDER)
                .mapToObj(order -> vectors.stream()
                        .flatMapToInt(vector -> Arrays.stream(vector.grams()[order]))
                        .sorted()
                        .distinct()
                        .toArray())
                .toArray(int[][]::new);
    }

    /**
     * The score of each picture.
     *
     * @param multiplicities how often each picture counts
     * @return scores in the order of the pictures; 0 for those that do not count
     */
    double[] scores(int[] multiplicities) {
        double[][] weights = weights(multiplicities);
        double[] scores = new double[pictures.size()];
        for (int i = 0; i < scores.length; i++) {
            if (multiplicities[i] > 0) {
                scores[i] = score(pictures.get(i), weights);
            }
        }
        return scores;
    }

    /** The inverse document frequency of every n-gram: log of the pictures less log of those that have it. */
    private double[][] weights(int[] multiplicities) {
        int total = IntStream.of(multiplicities).sum();
        double[] logarithms = new double[total + 1];
        for (int i = 1; i <= total; i++) {
            logarithms[i] = StrictMath.log(i);
        }
        double[][] weights = new double[ORDER][];
        for (int order = 0; order < ORDER; order++) {
            int[] frequencies = new int[sizes[order]];
            for (int i = 0; i < multiplicities.length; i++) {
                if (multiplicities[i] > 0) {
                    for (int gram : pictures.get(i).document()[order]) {
                        frequencies[gram] += multiplicities[i];
                    }
                }
            }
            weights[order] = new double[frequencies.length];
            for (int gram = 0; gram < frequencies.length; gram++) {
                weights[order][gram] = logarithms[total] - logarithms[Math.max(1, frequencies[gram])];
            }
        }
        return weights;
    }

    private static double score(Picture picture, double[][] weights) {
        double[] norms = norms(picture.hypothesis(), weights);
        double[] similarities = new double[ORDER];
        for (Vector reference : picture.references()) {
            double[] referenceNorms = norms(reference, weights);
            double difference = picture.hypothesis().length() - reference.length();
            double penalty = StrictMath.pow(Math.E, -(difference * difference) / (2 * SIGMA * SIGMA));
            for (int order = 0; order < ORDER; order++) {
                double similarity = product(picture.hypothesis(), reference, order, weights[order]);
                if (norms[order] != 0 && referenceNorms[order] != 0) {
                    similarity /= norms[order] * referenceNorms[order];
                }
                similarities[order] += similarity * penalty;
            }
        }
        double sum = 0;
        for (double similarity : similarities) {
            sum += similarity;
        }
        return sum / ORDER / picture.references().size() * SCALE;
    }

    private static double[] norms(Vector vector, double[][] weights) {
        double[] norms = new double[ORDER];
        for (int order = 0; order < ORDER; order++) {
            double squares = 0;
            int[] grams = vector.grams()[order];
            for (int i = 0; i < grams.length; i++) {
                double entry = vector.counts()[order][i] * weights[order][grams[i]];
                squares += entry * entry;
            }
            norms[order] = Math.sqrt(squares);
        }
        return norms;
    }

    /** The product of two vectors; entries of the hypothesis count no more than the reference's. */
    private static double product(Vector hypothesis, Vector reference, int order, double[] weights) {
        int[] left = hypothesis.grams()[order];
        int[] right = reference.grams()[order];
        double product = 0;
        int j = 0;
        for (int i = 0; i < left.length && j < right.length; i++) {
            while (j < right.length && right[j] < left[i]) {
                j++;
            }
            if (j < right.length && right[j] == left[i]) {
                double weight = weights[left[i]];
                double expected = reference.counts()[order][j] * weight;
                product += Math.min(hypothesis.counts()[order][i] * weight, expected) * expected;
            }
        }
        return product;
    }
}
