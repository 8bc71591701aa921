package org.paperzoo.evaluation.metric.detection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/** The matches of each picture seen, by its ID: what the accumulators of this package remember. */
final class MatchedImages {

    private final TreeMap<Long, ImageMatches> images = new TreeMap<>();

    /** @throws IllegalArgumentException if a picture was there before */
    void checkNew(long image) {
        if (images.containsKey(image)) {
            throw new IllegalArgumentException("image " + image + " was there before");
        }
    }

    void add(ImageMatches matches) {
        images.put(matches.imageId(), matches);
    }

    /** @throws IllegalArgumentException if a picture is in both; this is then unchanged */
    void addAll(MatchedImages others) {
        for (Long image : others.images.keySet()) {
            if (images.containsKey(image)) {
                throw new IllegalArgumentException("image " + image + " is in both of two parts");
            }
        }
        images.putAll(others.images);
    }

    /** All, in ascending order of ID. */
    Collection<ImageMatches> all() {
        return images.values();
    }

    int size() {
        return images.size();
    }

    /** Writes all into a state, as its {@code images}. */
    void writeTo(ObjectNode state) {
        ArrayNode list = state.putArray("images");
        for (ImageMatches image : images.values()) {
            ObjectNode entry = list.addObject();
            entry.put("image", image.imageId());
            ArrayNode found = entry.putArray("categories");
            for (CategoryMatches category : image.categories()) {
                ObjectNode part = found.addObject();
                part.put("category", category.category());
                IntStream.of(category.positives()).forEach(part.putArray("positives")::add);
                DoubleStream.of(category.scores()).forEach(part.putArray("scores")::add);
                LongStream.of(category.matched()).forEach(part.putArray("matched")::add);
                LongStream.of(category.ignored()).forEach(part.putArray("ignored")::add);
            }
        }
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @param ranges how many ranges of area there are
     */
    static MatchedImages read(StateReader state, int ranges) throws InvalidInputException {
        MatchedImages read = new MatchedImages();
        for (StateReader image : state.objects("images")) {
            long id = image.integer("image", Long.MIN_VALUE, Long.MAX_VALUE);
            List<CategoryMatches> found = new ArrayList<>();
            for (StateReader category : image.objects("categories")) {
                found.add(categoryMatches(category, ranges));
            }
            found.sort(Comparator.comparingInt(CategoryMatches::category));
            if (read.images.put(id, new ImageMatches(id, found)) != null) {
                throw image.wrong("image", "is " + id + ", which was there before");
            }
        }
        return read;
    }

    private static CategoryMatches categoryMatches(StateReader reader, int ranges) throws InvalidInputException {
        long[] positives = reader.counts("positives", ranges);
        long[] matched = reader.integers("matched");
        long[] ignored = reader.integers("ignored");
        double[] scores = reader.numbers("scores", matched.length);
        if (ignored.length != matched.length) {
            throw reader.wrong("ignored", "must be a list of " + matched.length);
        }
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[i - 1]) {
                throw reader.wrong("scores", "must descend");
            }
        }
        if (LongStream.of(positives).anyMatch(count -> count > Integer.MAX_VALUE)) {
            throw reader.wrong("positives", "must be less than 2^31");
        }
        return new CategoryMatches(
                (int) reader.integer("category", Integer.MIN_VALUE, Integer.MAX_VALUE),
                LongStream.of(positives).mapToInt(count -> (int) count).toArray(),
                scores,
                matched,
                ignored);
    }
}
