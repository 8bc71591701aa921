package org.paperzoo.zoo.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Pickled.Dictionary;
import org.paperzoo.zoo.checkpoint.Pickled.Global;
import org.paperzoo.zoo.checkpoint.Pickled.Inert;
import org.paperzoo.zoo.checkpoint.Pickled.Sequence;
import org.paperzoo.zoo.checkpoint.Pickled.Tensor;
import org.paperzoo.zoo.checkpoint.Pickled.Tuple;

/** Finds the named tensors in what a PyTorch checkpoint holds, which is anything its author liked to save. */
final class StateDict {

    /** Where training scripts put the state dict, in the order in which the places are tried. */
    private static final List<String> USUAL_KEYS = List.of("model", "state_dict", "model_state_dict");

    private static final int MOST_KEYS_LISTED = 20;

    private StateDict() {}

    /**
     * Returns the tensors by name.
     *
     * @param source the file, for messages
     * @param root what was pickled
     * @param keyPath keys joined by dots; null to look at the usual places, and then at the top
     */
    static Map<String, Tensor> find(String source, Object root, String keyPath) throws InvalidInputException {
        if (keyPath != null) {
            Object value = follow(root, keyPath);
            if (value == null) {
                throw new InvalidInputException(
                        source + ": has no key " + Printable.quote(keyPath) + "; " + keysOf(root));
            }
            return tensors(source, value, "under " + Printable.quote(keyPath));
        }
        if (root instanceof Dictionary dictionary) {
            for (String key : USUAL_KEYS) {
                if (dictionary.items().get(key) instanceof Dictionary nested && holdsTensors(nested)) {
                    return tensors(source, nested, "under " + Printable.quote(key));
                }
            }
            if (dictionary.items().isEmpty()) {
                return Map.of();
            }
        }
        return tensors(source, root, "at its top or under " + String.join(", ", USUAL_KEYS));
    }

    private static boolean holdsTensors(Dictionary dictionary) {
        return dictionary.items().values().stream()
                .anyMatch(value -> value instanceof Tensor || PickleGlobals.isOtherTensor(value));
    }

    /** Follows a path, whose keys may hold dots themselves: at each place the longest key that exists is taken. */
    private static Object follow(Object root, String path) {
        Object value = root;
        int begin = 0;
        while (begin <= path.length()) {
            int end = path.length();
            Object next = item(value, path.substring(begin));
            while (next == null && path.lastIndexOf('.', end - 1) >= begin) {
                end = path.lastIndexOf('.', end - 1);
                next = item(value, path.substring(begin, end));
            }
            if (next == null) {
                return null;
            }
            value = next;
            begin = end + 1;
        }
        return value;
    }

    private static Object item(Object container, String key) {
        boolean number = key.matches("\\d{1,9}");
        if (container instanceof Dictionary dictionary) {
            Object value = dictionary.items().get(key);
            return value == null && number ? dictionary.items().get(Long.valueOf(key)) : value;
        }
        List<Object> items = container instanceof Sequence sequence
                ? sequence.items()
                : container instanceof Tuple tuple ? tuple.items() : List.of();
        return number && Integer.parseInt(key) < items.size() ? items.get(Integer.parseInt(key)) : null;
    }

    private static Map<String, Tensor> tensors(String source, Object value, String place) throws InvalidInputException {
        if (!(value instanceof Dictionary dictionary) || !holdsTensors(dictionary)) {
            throw new InvalidInputException(
                    source + ": has no tensors " + place + "; " + keysOf(value) + "; give the key of the state dict");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<Object, Object> item : dictionary.items().entrySet()) {
            if (PickleGlobals.isOtherTensor(item.getValue())) {
                Global origin = ((Inert) item.getValue()).origin();
                throw new InvalidInputException(source + ": " + describe(item.getKey()) + " is made by " + origin
                        + ": only dense, unquantized tensors of PyTorch are supported");
            }
            if (item.getValue() instanceof Tensor tensor) {
                if (!(item.getKey() instanceof String name)) {
                    throw new InvalidInputException(
                            source + ": " + place + ", a tensor's key is not text: " + describe(item.getKey()));
                }
                tensors.put(name, tensor);
            }
        }
        return tensors;
    }

    private static String keysOf(Object value) {
        if (!(value instanceof Dictionary dictionary)) {
            return "what is there is " + describe(value);
        }
        List<Object> keys = new ArrayList<>(dictionary.items().keySet());
        String listed =
                keys.stream().limit(MOST_KEYS_LISTED).map(StateDict::describe).collect(Collectors.joining(", "));
        return keys.isEmpty()
                ? "it is empty"
                : "its keys are " + listed
                        + (keys.size() > MOST_KEYS_LISTED ? " and " + (keys.size() - MOST_KEYS_LISTED) + " more" : "");
    }

    private static String describe(Object value) {
        if (value instanceof String text) {
            return Printable.quote(text);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Inert inert) {
            return "an object of " + inert.origin();
        }
        return value instanceof Tensor
                ? "a single tensor"
                : value instanceof Sequence || value instanceof Tuple ? "a list" : "something else";
    }
}
