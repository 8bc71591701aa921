package org.paperzoo.zoo.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import org.paperzoo.zoo.nn.NamedBlock;

/**
 * Loads a checkpoint into a block, strictly: every parameter is found with its shape, every tensor is used or on the
 * architecture's list of ignorable ones, tied names agree. Nothing is allocated before all of that is known; then each
 * tensor is copied once, from the mapped file into native memory.
 */
public final class WeightLoader {

    private static final int NAMES_IN_MESSAGE = 8;

    private final NamedBlock block;
    private final Checkpoint checkpoint;
    private final NameRule rule;
    private final Map<String, TensorSource> plan = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> misshaped = new ArrayList<>();
    private final Set<String> used = new HashSet<>();

    private WeightLoader(NamedBlock block, Checkpoint checkpoint, NameRule rule) {
        this.block = block;
        this.checkpoint = checkpoint;
        this.rule = rule;
    }

    /**
     * Loads all parameters as float32 on the manager's device and freezes them.
     *
     * @param manager owns the parameters from now on
     * @param rule finds the block's parameters in the checkpoint
     * @param ignorable tensors that need not be used, by full match of their names
     * @throws InvalidInputException if the checkpoint does not fit; the message names what is missing, what is left over
     *     and what has another shape
     */
    public static void load(
            NamedBlock block, Checkpoint checkpoint, NameRule rule, List<Pattern> ignorable, NDManager manager)
            throws IOException {
        WeightLoader loader = new WeightLoader(block, checkpoint, rule);
        loader.makePlan();
        loader.refuseWhatDoesNotFit(ignorable);
        loader.fill(manager);
        block.freezeParameters(true);
    }

    private void makePlan() throws IOException {
        Map<String, List<String>> otherNames = new LinkedHashMap<>();
        block.aliases()
                .forEach((name, target) -> otherNames
                        .computeIfAbsent(target, key -> new ArrayList<>())
                        .add(name));
        Map<String, Initializer> computed = block.computedParameters();
        for (Pair<String, Parameter> pair : block.getParameters()) {
            String name = pair.getKey();
            if (computed.containsKey(name)) {
                used.addAll(rule.source(name).names());
                continue;
            }
            List<TensorSource> found = new ArrayList<>();
            List<String> candidates = new ArrayList<>(List.of(name));
            candidates.addAll(otherNames.getOrDefault(name, List.of()));
            for (String candidate : candidates) {
                TensorSource source = rule.source(candidate);
                if (checkpoint.names().containsAll(source.names())) {
                    found.add(source);
                    used.addAll(source.names());
                }
            }
            if (found.isEmpty()) {
                missing.add(String.join(" + ", rule.source(name).names()));
                continue;
            }
            plan.put(name, found.get(0));
            for (TensorSource source : found) {
                checkShape(source, pair.getValue().getShape());
            }
            if (misshaped.isEmpty()) {
                refuseTiesThatDiffer(found);
            }
        }
    }

    private void checkShape(TensorSource source, Shape expected) {
        List<Long> shape = shapeOf(source);
        List<Long> wanted = Arrays.stream(expected.getShape()).boxed().toList();
        boolean floating = source.names().stream()
                .allMatch(name -> checkpoint.info(name).type().isFloating());
        if (!wanted.equals(shape)) {
            misshaped.add(String.join(" + ", source.names()) + " is " + shape + ", expected " + wanted);
        } else if (!floating) {
            misshaped.add(source.names().get(0) + " is of type "
                    + checkpoint.info(source.names().get(0)).type() + ", expected a floating-point type");
        }
    }

    /** The shape that a source gives, or an empty list where its tensors do not fit each other. */
    private List<Long> shapeOf(TensorSource source) {
        if (source instanceof TensorSource.Whole whole) {
            return checkpoint.info(whole.name()).shape();
        }
        List<Long> first =
                new ArrayList<>(checkpoint.info(source.names().get(0)).shape());
        if (first.isEmpty()) {
            return List.of();
        }
        if (source instanceof TensorSource.Stacked stacked) {
            long rows = 0;
            for (String name : stacked.names()) {
                List<Long> shape = checkpoint.info(name).shape();
                if (shape.size() != first.size()
                        || !shape.subList(1, shape.size()).equals(first.subList(1, first.size()))) {
                    return List.of();
                }
                rows += shape.get(0);
            }
            first.set(0, rows);
            return first;
        }
        if (source instanceof TensorSource.Part part) {
            first.set(0, first.get(0) % part.parts() == 0 ? first.get(0) / part.parts() : -1);
            return first;
        }
        return first.size() == 2 ? List.of(first.get(1), first.get(0)) : List.of();
    }

    private void refuseTiesThatDiffer(List<TensorSource> found) throws IOException {
        String name = found.get(0).names().get(0);
        for (TensorSource source : found.subList(1, found.size())) {
            String other = source.names().get(0);
            if (!checkpoint.sameStorage(name, other) && checkpoint.read(name).mismatch(checkpoint.read(other)) >= 0) {
                throw new InvalidInputException(checkpoint.source() + ": " + name + " and " + other
                        + " differ, though the configuration ties them");
            }
        }
    }

    private void refuseWhatDoesNotFit(List<Pattern> ignorable) throws InvalidInputException {
        List<String> unused = checkpoint.names().stream()
                .filter(name -> !used.contains(name))
                .filter(name -> ignorable.stream()
                        .noneMatch(pattern -> pattern.matcher(name).matches()))
                .toList();
        List<String> complaints = new ArrayList<>();
        addComplaint(complaints, "missing", missing);
        addComplaint(complaints, "not used", unused);
        addComplaint(complaints, "with another shape", misshaped);
        if (!complaints.isEmpty()) {
            throw new InvalidInputException(
                    checkpoint.source() + ": does not fit the architecture: " + String.join("; ", complaints));
        }
        long bytes = Math.multiplyExact(block.parameterCount(), (long) Float.BYTES);
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        if (bytes > memory) {
            throw new InvalidInputException(checkpoint.source() + ": the weights take " + (bytes >> 20)
                    + " MiB as float32; this machine has " + (memory >> 20) + " MiB");
        }
    }

    private static void addComplaint(List<String> complaints, String what, List<String> names) {
        if (!names.isEmpty()) {
            String more = names.size() > NAMES_IN_MESSAGE ? ", …" : "";
            complaints.add(names.size() + " " + what + " ("
                    + String.join(", ", names.subList(0, Math.min(names.size(), NAMES_IN_MESSAGE))) + more + ")");
        }
    }

    private void fill(NDManager manager) throws IOException {
        for (Pair<String, Parameter> pair : block.getParameters()) {
            Parameter parameter = pair.getValue();
            TensorSource source = plan.get(pair.getKey());
            if (source == null) {
                parameter.initialize(manager, DataType.FLOAT32);
                continue;
            }
            Initializer initial = parameter.getInitializer();
            NDArray values = values(source, parameter.getShape(), manager);
            parameter.setInitializer((ignoredManager, shape, type) -> values);
            parameter.initialize(manager, DataType.FLOAT32);
            parameter.setInitializer(initial);
        }
    }

    /** A new array on the manager's device; on the CPU it is filled in place. */
    private NDArray values(TensorSource source, Shape shape, NDManager manager) throws IOException {
        boolean onHost = manager.getDevice().equals(Device.cpu());
        NDManager target = onHost ? manager : manager.newSubManager(Device.cpu());
        NDArray array = target.create(shape, DataType.FLOAT32);
        if (shape.size() > 0) {
            ByteBuffer memory = array.toByteBuffer(true).order(ByteOrder.LITTLE_ENDIAN);
            copy(source, memory);
        }
        if (onHost) {
            return array;
        }
        NDArray moved = array.toDevice(manager.getDevice(), true);
        moved.attach(manager);
        target.close();
        return moved;
    }

    private void copy(TensorSource source, ByteBuffer target) throws IOException {
        if (source instanceof TensorSource.Part part) {
            ByteBuffer all = checkpoint.read(part.name());
            int size = all.remaining() / part.parts();
            TensorConversion.toFloats(
                    all.slice(part.index() * size, size),
                    checkpoint.info(part.name()).type(),
                    target.asFloatBuffer());
        } else if (source instanceof TensorSource.Transposed transposed) {
            transpose(transposed.name(), target.asFloatBuffer());
        } else {
            for (String name : source.names()) {
                append(name, target);
            }
        }
    }

    private void append(String name, ByteBuffer target) throws IOException {
        TensorInfo info = checkpoint.info(name);
        switch (info.type()) {
            case F32 -> checkpoint.readInto(name, target);
            default -> {
                TensorConversion.toFloats(checkpoint.read(name), info.type(), target.asFloatBuffer());
                target.position(target.position() + Math.toIntExact(info.elements() * Float.BYTES));
            }
        }
    }

    private void transpose(String name, FloatBuffer target) throws IOException {
        TensorInfo info = checkpoint.info(name);
        int rows = Math.toIntExact(info.shape().get(0));
        int columns = Math.toIntExact(info.shape().get(1));
        FloatBuffer stored = FloatBuffer.allocate(rows * columns);
        TensorConversion.toFloats(checkpoint.read(name), info.type(), stored);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                target.put(stored.get(row * columns + column));
            }
        }
    }
}
