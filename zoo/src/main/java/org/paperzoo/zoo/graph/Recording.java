package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One run of a forward over recording arrays: what was computed from what, with the arrays of this run. */
final class Recording {

    /** Where an array comes from. */
    enum Origin {
        INPUT,
        PARAMETER,
        /** Made in Java, or by calls that were not recorded. */
        CONSTANT,
        OPERATION
    }

    /** An array of this run. {@code index} counts all arrays in the order in which they came up. */
    record Entry(int index, Origin origin, String name, NDArray array) {

        Shape shape() {
            return array.getShape();
        }
    }

    /** An operation of this run; absent inputs are null. */
    record Step(Operation operation, List<Entry> inputs, Attributes attributes, List<Entry> outputs) {}

    private final NDManager manager;
    private final Function<Parameter, String> names;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<NDArray, Entry> untraced = new IdentityHashMap<>();
    private final Map<Parameter, NDArray> parameters = new IdentityHashMap<>();

    /**
     * Starts a recording.
     *
     * @param manager owns the arrays of the run
     * @param names the checkpoint's name of a parameter
     */
    Recording(NDManager manager, Function<Parameter, String> names) {
        this.manager = manager;
        this.names = names;
    }

    NDManager manager() {
        return manager;
    }

    List<Entry> entries() {
        return entries;
    }

    List<Step> steps() {
        return steps;
    }

    /** A recording array that stands for an input. */
    NDArray input(String name, NDArray array) {
        return RecordedArray.of(this, entry(Origin.INPUT, name, array));
    }

    /** A recording array that stands for a parameter. */
    NDArray parameter(Parameter parameter) {
        return parameters.computeIfAbsent(
                parameter, key -> RecordedArray.of(this, entry(Origin.PARAMETER, names.apply(key), key.getArray())));
    }

    /** A recording array around one that was made in Java. */
    NDArray constant(NDArray array) {
        return RecordedArray.of(this, constantEntry(array));
    }

    private Entry constantEntry(NDArray array) {
        return untraced.computeIfAbsent(array, key -> entry(Origin.CONSTANT, "constant", key));
    }

    /** The entry behind an array that a recorded call was given. */
    Entry entryOf(NDArray array) {
        RecordedArray recorded = RecordedArray.behind(array);
        return recorded == null ? constantEntry(array) : recorded.entry();
    }

    /** Runs an operation and records it. */
    NDList apply(Operation operation, List<NDArray> inputs, Attributes attributes) {
        operation.check(inputs.size(), attributes);
        List<Entry> given = new ArrayList<>();
        List<NDArray> arrays = new ArrayList<>();
        for (NDArray input : inputs) {
            Entry entry = input == null ? null : entryOf(input);
            given.add(entry);
            arrays.add(entry == null ? null : entry.array());
        }
        NDList computed = operation.eager().run(arrays, attributes);
        List<Entry> outputs = new ArrayList<>();
        NDList results = new NDList();
        for (NDArray array : computed) {
            Entry entry = entry(Origin.OPERATION, operation.name(), array);
            outputs.add(entry);
            results.add(RecordedArray.of(this, entry));
        }
        steps.add(new Step(operation, Collections.unmodifiableList(given), attributes, List.copyOf(outputs)));
        return results;
    }

    private Entry entry(Origin origin, String name, NDArray array) {
        Entry entry = new Entry(entries.size(), origin, name, array);
        entries.add(entry);
        return entry;
    }
}
