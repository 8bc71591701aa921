package org.paperzoo.evaluation.submission;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.datasets.InvalidDataException;

/** The predictions of a file by the ids of the examples that they are for. */
final class Answers<T> {

    /** One prediction, and where it stands. */
    static final class Answer<T> {

        private final T value;
        private final String where;
        private boolean taken;

        private Answer(T value, String where) {
            this.value = value;
            this.where = where;
        }

        T value() {
            return value;
        }

        String where() {
            return where;
        }
    }

    /** More than any data set has, and less than fills the memory. */
    private static final int MOST = 5_000_000;

    private final Path file;
    private final String references;
    private final Map<String, Answer<T>> byId = new LinkedHashMap<>();

    /** @param references what messages call the data set */
    Answers(Path file, String references) {
        this.file = file;
        this.references = references;
    }

    /**
     * Adds a prediction.
     *
     * @param where where it stands, for messages
     * @throws InvalidDataException if there was one for the same example
     */
    void put(String id, T value, String where) throws InvalidDataException {
        if (byId.size() == MOST) {
            throw new InvalidDataException(where + ": is one prediction too many; at most " + MOST + " are held");
        }
        Answer<T> earlier = byId.putIfAbsent(id, new Answer<>(value, where));
        if (earlier != null) {
            throw new InvalidDataException(
                    where + ": repeats " + shown(id) + ", which was predicted at " + earlier.where());
        }
    }

    /**
     * The first prediction of the file.
     *
     * @throws InvalidDataException if it has none
     */
    T first() throws InvalidDataException {
        if (byId.isEmpty()) {
            throw new InvalidDataException(file + ": is empty; expected are predictions for " + references);
        }
        return byId.values().iterator().next().value;
    }

    boolean has(String id) {
        return byId.containsKey(id);
    }

    /** Whether the prediction of an example was taken before. */
    boolean wasTaken(String id) {
        Answer<T> answer = byId.get(id);
        return answer != null && answer.taken;
    }

    /**
     * The prediction of an example.
     *
     * @throws InvalidDataException if there is none, or the data set has the example twice
     */
    Answer<T> take(String id) throws InvalidDataException {
        Answer<T> answer = byId.get(id);
        if (answer == null) {
            throw new InvalidDataException(
                    file + ": has no prediction for " + shown(id) + ", which " + references + " has");
        }
        if (answer.taken) {
            throw new InvalidDataException(references + " has " + shown(id) + " twice");
        }
        answer.taken = true;
        return answer;
    }

    /**
     * Checks that every prediction was taken.
     *
     * @throws InvalidDataException if one was not; the message names its id
     */
    void requireAllTaken() throws InvalidDataException {
        for (Map.Entry<String, Answer<T>> entry : byId.entrySet()) {
            if (!entry.getValue().taken) {
                throw new InvalidDataException(entry.getValue().where() + ": predicts " + shown(entry.getKey())
                        + ", which " + references + " does not have");
            }
        }
    }

    private static String shown(String id) {
        return id.replace('\t', ' ');
    }
}
