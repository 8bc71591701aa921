package org.paperzoo.zoo.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Pickled.Dictionary;
import org.paperzoo.zoo.checkpoint.Pickled.Element;
import org.paperzoo.zoo.checkpoint.Pickled.Global;
import org.paperzoo.zoo.checkpoint.Pickled.Inert;
import org.paperzoo.zoo.checkpoint.Pickled.None;
import org.paperzoo.zoo.checkpoint.Pickled.Sequence;
import org.paperzoo.zoo.checkpoint.Pickled.Storage;
import org.paperzoo.zoo.checkpoint.Pickled.Tensor;
import org.paperzoo.zoo.checkpoint.Pickled.Tuple;

/**
 * Reads Python pickles of protocols 0 to 5 as PyTorch writes them, and runs nothing: names are checked against
 * {@link PickleGlobals}, and what they yield is data. One loop over the opcodes with an explicit stack, so that nesting
 * costs no Java stack; memory grows with the bytes that are really there, up to {@link #MOST_VALUES}.
 *
 * <p>Source: CPython, Lib/pickletools.py.
 */
final class Unpickler {

    /** Most values that a pickle may make: a bound on memory, since a byte of pickle can ask for a hundred of heap. */
    static final int MOST_VALUES = 3_000_000;

    private static final Global BYTES = new Global("builtins", "bytes");
    private static final Global SET = new Global("builtins", "set");

    private final String source;
    private final PickleInput input;
    private final Map<Integer, Object> memo = new HashMap<>();
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<String, Storage> storages = new HashMap<>();
    private long values;

    /**
     * @param source what is read, for messages
     * @param bytes pickles, one after another, from the buffer's position
     */
    Unpickler(String source, ByteBuffer bytes) {
        this.source = source;
        this.input = new PickleInput(bytes);
    }

    /** Position after the last pickle read. */
    int position() {
        return input.position();
    }

    /** The storages that the pickles read so far refer to, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /**
     * Reads the next pickle.
     *
     * @throws InvalidInputException if it is damaged, or names something that a checkpoint has no use for
     */
    Object read() throws IOException {
        memo.clear();
        stack.clear();
        marks.clear();
        while (true) {
            int begin = input.position();
            try {
                int opcode = input.unsignedByte();
                if (opcode == '.') {
                    return pop();
                }
                execute(opcode);
            } catch (MalformedPickleException e) {
                throw new InvalidInputException(source + ": at byte " + begin + " of the pickle: " + e.getMessage(), e);
            }
        }
    }

    private void execute(int opcode) throws MalformedPickleException {
        switch (opcode) {
            case 0x80 -> protocol();
            case 0x95 -> input.length8(); // FRAME: how far to read ahead, of no concern here
            case '(' -> mark();
            case '0' -> popOrUnmark();
            case '1' -> popToMark();
            case '2' -> push(top());
            case 'N' -> push(None.NONE);
            case 0x88 -> push(Boolean.TRUE);
            case 0x89 -> push(Boolean.FALSE);
            case 'I', 'L', 'F', 'J', 'K', 'M', 'G', 0x8a, 0x8b -> push(input.number(opcode));
            case 'S' -> push(PickleInput.quoted(input.line()));
            case 'T' -> push(input.oldString(input.signedLength()));
            case 'U' -> push(input.oldString(input.unsignedByte()));
            case 'V' -> push(PickleInput.unescape(input.line()));
            case 'X' -> push(input.utf8(input.length4()));
            case 0x8c -> push(input.utf8(input.unsignedByte()));
            case 0x8d -> push(input.utf8(input.length8()));
            case 'B' -> skipBytes(input.length4());
            case 'C' -> skipBytes(input.unsignedByte());
            case 0x8e, 0x96 -> skipBytes(input.length8());
            case ')' -> push(new Tuple(List.of()));
            case 't' -> push(new Tuple(popToMark()));
            case 0x85 -> push(new Tuple(popLast(1)));
            case 0x86 -> push(new Tuple(popLast(2)));
            case 0x87 -> push(new Tuple(popLast(3)));
            case ']' -> push(new Sequence());
            case 'l' -> push(new Sequence(), popToMark());
            case 'a' -> append(popLast(1));
            case 'e' -> append(popToMark());
            case '}' -> push(new Dictionary());
            case 'd' -> setItems(popToMark(), new Dictionary());
            case 's' -> setItems(popLast(2), pop());
            case 'u' -> setItems(popToMark(), pop());
            case 0x8f -> push(new Inert(SET));
            case 0x90 -> addItems(popToMark());
            case 0x91 -> frozenSet(popToMark());
            case 'p' -> keep(memoIndex(input.line()));
            case 'q' -> keep(input.unsignedByte());
            case 'r' -> keep(input.length4());
            case 0x94 -> keep(memo.size());
            case 'g' -> push(recall(memoIndex(input.line())));
            case 'h' -> push(recall(input.unsignedByte()));
            case 'j' -> push(recall(input.length4()));
            case 'c' -> push(global(input.line(), input.line()));
            case 0x93 -> stackGlobal(popLast(2));
            case 'R' -> call(popLast(2));
            case 0x81 -> call(popLast(2));
            case 0x92 -> callWithNames(popLast(3));
            case 'i' -> instance(global(input.line(), input.line()), popToMark());
            case 'o' -> object(popToMark());
            case 'b' -> build(pop(), top());
            case 'Q' -> push(storage(pop()));
            default ->
                throw new MalformedPickleException(String.format("unknown or unsupported opcode 0x%02x", opcode));
        }
    }

    // ---- the stack

    private void push(Object value) throws MalformedPickleException {
        count(1);
        stack.add(value);
    }

    private void push(Sequence sequence, List<Object> items) throws MalformedPickleException {
        sequence.items().addAll(items);
        push(sequence);
    }

    private void count(int made) throws MalformedPickleException {
        values += made;
        if (values > MOST_VALUES) {
            throw new MalformedPickleException(
                    "makes more than " + MOST_VALUES + " values, the most that are supported");
        }
    }

    private void mark() throws MalformedPickleException {
        count(1);
        marks.add(stack.size());
    }

    private void keep(int index) throws MalformedPickleException {
        count(1);
        memo.put(index, top());
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private Object top() throws MalformedPickleException {
        if (stack.size() <= floor()) {
            throw new MalformedPickleException("takes a value from an empty stack");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() throws MalformedPickleException {
        Object value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private void popOrUnmark() throws MalformedPickleException {
        if (stack.size() == floor() && !marks.isEmpty()) {
            marks.remove(marks.size() - 1);
        } else {
            pop();
        }
    }

    private List<Object> popLast(int count) throws MalformedPickleException {
        if (stack.size() - floor() < count) {
            throw new MalformedPickleException("takes a value from an empty stack");
        }
        return popFrom(stack.size() - count);
    }

    private List<Object> popToMark() throws MalformedPickleException {
        if (marks.isEmpty()) {
            throw new MalformedPickleException("no mark is set where one is needed");
        }
        return popFrom(marks.remove(marks.size() - 1));
    }

    private List<Object> popFrom(int begin) {
        List<Object> tail = stack.subList(begin, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return items;
    }

    private Object recall(int index) throws MalformedPickleException {
        Object value = memo.get(index);
        if (value == null) {
            throw new MalformedPickleException("recalls value " + index + ", which was never kept");
        }
        return value;
    }

    // ---- containers

    private void append(List<Object> items) throws MalformedPickleException {
        if (top() instanceof Sequence sequence) {
            sequence.items().addAll(items);
        } else if (!(top() instanceof Inert)) {
            throw new MalformedPickleException("appends to something that is not a list");
        }
    }

    private void setItems(List<Object> items, Object target) throws MalformedPickleException {
        if (items.size() % 2 != 0) {
            throw new MalformedPickleException("sets a key without a value");
        }
        if (target instanceof Dictionary dictionary) {
            for (int i = 0; i < items.size(); i += 2) {
                dictionary.items().put(items.get(i), items.get(i + 1));
            }
        } else if (!(target instanceof Inert)) {
            throw new MalformedPickleException("sets an item of something that is not a dictionary");
        }
        push(target);
    }

    private void addItems(List<Object> items) throws MalformedPickleException {
        if (!(top() instanceof Inert)) {
            throw new MalformedPickleException("adds " + items.size() + " items to something that is not a set");
        }
    }

    private void frozenSet(List<Object> items) throws MalformedPickleException {
        count(items.size());
        push(new Inert(SET));
    }

    // ---- names and calls

    private Object global(String module, String name) throws MalformedPickleException {
        Object found = PickleGlobals.find(module, name);
        if (found == null) {
            throw new MalformedPickleException("names " + Printable.quote(module + "." + name)
                    + ", which is not on the list of what a checkpoint may hold; nothing of it was run");
        }
        return found;
    }

    private void stackGlobal(List<Object> names) throws MalformedPickleException {
        if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
            throw new MalformedPickleException("a class or function is named by something that is not text");
        }
        push(global(module, name));
    }

    private void call(List<Object> calleeAndArguments) throws MalformedPickleException {
        if (!(calleeAndArguments.get(1) instanceof Tuple arguments)) {
            throw new MalformedPickleException("something is called with arguments that are not a tuple");
        }
        call(calleeAndArguments.get(0), arguments.items());
    }

    private void callWithNames(List<Object> calleeAndArguments) throws MalformedPickleException {
        if (!(calleeAndArguments.get(2) instanceof Dictionary)) {
            throw new MalformedPickleException("named arguments are not a dictionary");
        }
        call(calleeAndArguments.subList(0, 2));
    }

    private void call(Object callee, List<Object> arguments) throws MalformedPickleException {
        if (arguments.size() == 1 && arguments.get(0) instanceof Sequence pairs) {
            // One list may be copied into many dictionaries, and one shape into many tensors: that counts as well.
            count(pairs.items().size());
        }
        Object made = PickleGlobals.call(callee, arguments);
        if (made instanceof Tensor tensor) {
            count(tensor.shape().size() + tensor.strides().size());
        }
        push(made);
    }

    private void instance(Object type, List<Object> arguments) throws MalformedPickleException {
        call(type, arguments);
    }

    private void object(List<Object> typeAndArguments) throws MalformedPickleException {
        if (typeAndArguments.isEmpty()) {
            throw new MalformedPickleException("an object has no class");
        }
        call(typeAndArguments.get(0), typeAndArguments.subList(1, typeAndArguments.size()));
    }

    /** Attributes are dropped: those of weights ({@code _metadata}) carry no numbers, those of settings are not read. */
    private static void build(Object state, Object target) throws MalformedPickleException {
        boolean takesState = target instanceof Inert || target instanceof Dictionary || target instanceof Tensor;
        if (!takesState) {
            throw new MalformedPickleException("sets attributes of something that has none");
        }
    }

    /** Persistent identifier: ('storage', class, key, device, elements[, view]), view being None or (key, offset, n). */
    private Storage storage(Object identifier) throws MalformedPickleException {
        if (!(identifier instanceof Tuple tuple)
                || tuple.items().size() < 5
                || !"storage".equals(tuple.items().get(0))) {
            throw new MalformedPickleException("refers to something outside the pickle that is not a storage");
        }
        List<Object> items = tuple.items();
        if (!(items.get(1) instanceof Element element)
                || !(items.get(2) instanceof String key)
                || !(items.get(4) instanceof Long elements)
                || elements < 0) {
            throw new MalformedPickleException(
                    "a storage is not described by its class, key, device and number of elements");
        }
        long offset = 0;
        long viewed = elements;
        if (items.size() > 5 && items.get(5) instanceof Tuple view) {
            List<Object> parts = view.items();
            if (parts.size() != 3
                    || !(parts.get(1) instanceof Long first)
                    || !(parts.get(2) instanceof Long count)
                    || first < 0
                    || count < 0
                    || first > elements - count) {
                throw new MalformedPickleException("a view of storage " + Printable.quote(key) + " lies outside it");
            }
            offset = first;
            viewed = count;
        }
        Storage storage = new Storage(element, key, offset, viewed, elements);
        Storage known = storages.putIfAbsent(key, storage);
        if (known != null && (known.element() != element || known.allElements() != elements)) {
            throw new MalformedPickleException("storage " + Printable.quote(key) + " is described in two ways");
        }
        return storage;
    }

    private void protocol() throws MalformedPickleException {
        int protocol = input.unsignedByte();
        if (protocol > 5) {
            throw new MalformedPickleException("pickle protocol " + protocol + " is unknown; 0 to 5 are read");
        }
    }

    private static int memoIndex(String text) throws MalformedPickleException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedPickleException("not a place to keep a value: " + Printable.quote(text));
        }
    }

    private void skipBytes(int length) throws MalformedPickleException {
        input.bytes(length);
        push(new Inert(BYTES));
    }
}
