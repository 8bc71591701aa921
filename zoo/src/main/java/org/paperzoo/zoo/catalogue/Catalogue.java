package org.paperzoo.zoo.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;

/**
 * The model cards of the zoo, read from the folder {@code catalog} of the class path: a jar with such a folder adds models
 * to the zoo. Reading them starts no engine.
 */
public final class Catalogue {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final int SUGGESTIONS = 3;

    private final Map<String, ModelCard> cards;

    private Catalogue(Map<String, ModelCard> cards) {
        this.cards = cards;
    }

    /** The catalogue of the class path. */
    public static Catalogue standard() {
        return Holder.STANDARD;
    }

    /** All cards in the order of their IDs. */
    public Collection<ModelCard> cards() {
        return cards.values();
    }

    /** Whether there is a model of this ID. */
    public boolean contains(String id) {
        return cards.containsKey(id);
    }

    /**
     * Finds a card.
     *
     * @throws NoSuchElementException if there is no model of that ID; the message names those that come nearest
     */
    public ModelCard card(String id) {
        ModelCard card = cards.get(id);
        if (card == null) {
            throw new NoSuchElementException("no model " + id + " in the catalogue; did you mean "
                    + String.join(", ", nearest(id)) + "? (paperzoo list names all)");
        }
        return card;
    }

    /** The IDs nearest to one that was mistyped: by edit distance, those that share its beginning first. */
    private List<String> nearest(String id) {
        return cards.keySet().stream()
                .sorted(Comparator.comparingInt((String known) -> editDistance(id, known))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SUGGESTIONS)
                .toList();
    }

    private static int editDistance(String from, String to) {
        int[] distances = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            distances[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = distances[0];
            distances[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = distances[j];
                distances[j] = Math.min(substituted, 1 + Math.min(distances[j], distances[j - 1]));
            }
        }
        return distances[to.length()];
    }

    static ModelCard read(Path file) throws IOException {
        ModelCard card;
        try {
            card = JSON.readValue(Files.readAllBytes(file), ModelCard.class);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("card " + file + ": " + JsonFault.of(e), e);
        }
        if (!file.getFileName().toString().equals(card.id() + ".json")) {
            throw new InvalidInputException("card " + file + ": its \"id\" is " + card.id());
        }
        return card;
    }

    private static final class Holder {

        private static final Catalogue STANDARD = load();

        private static Catalogue load() {
            Map<String, ModelCard> cards = new TreeMap<>();
            try {
                ResourceFolder.visit("catalog", ".json", file -> {
                    ModelCard card = read(file);
                    if (cards.putIfAbsent(card.id(), card) != null) {
                        throw new InvalidInputException("card " + file + ": there is a model of this ID already");
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Catalogue(Collections.unmodifiableMap(cards));
        }
    }
}
