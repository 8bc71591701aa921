package org.paperzoo.zoo.torchscript;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.TensorType;

/**
 * A TorchScript archive in the making: one module with named tensors and with methods over them, which {@link #write}
 * turns into the file that {@code torch.jit.load} and {@link TorchScriptModule} read. The module's
 * {@code state_dict()} has exactly the names given here.
 *
 * <p>Methods are text in TorchScript's serialised form: every operator of aten is {@code torch.name(…)}, others are
 * {@code ops.namespace.name(…)}; types are inferred, and list literals may hold computed integers.
 */
public final class TorchScriptArchive {

    /** The root's class, for methods of its own. */
    private static final String ROOT = "Network";

    private static final String FOLDER = "module/";
    private static final String EXTRA = "extra/";
    /** An archive from elsewhere may unpack to any length. */
    private static final int LARGEST_EXTRA = 16 << 20;
    /**
     * The version of the operators' signatures, of PyTorch 1.12 and later. Under lower ones old signatures and meanings
     * hold: {@code gelu} without its approximation, {@code div} of integers rounding down.
     */
    private static final byte[] VERSION = "10\n".getBytes(StandardCharsets.US_ASCII);

    private record Method(String name, String signature, String body) {}

    private final ModuleTree root = new ModuleTree();
    private final Map<String, StoredTensor> named = new LinkedHashMap<>();
    private final List<StoredTensor> tensors = new ArrayList<>();
    private final List<StoredTensor> constants = new ArrayList<>();
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Map<String, byte[]> extras = new LinkedHashMap<>();

    /** Adds a contiguous tensor; see {@link #parameter(String, TensorType, Shape, MemoryFormat, TensorContent)}. */
    public TorchScriptArchive parameter(String dottedName, TensorType type, Shape shape, TensorContent content) {
        return parameter(dottedName, type, shape, MemoryFormat.CONTIGUOUS, content);
    }

    /**
     * Adds a tensor under its name in the state dict. It requires no gradient; integers and truth values become buffers.
     *
     * @param dottedName for example {@code encoder.block.0.weight}
     * @param shape lengths of the axes, in the order in which code sees them, whatever the format
     * @param content the elements in the order of the format, pulled when the archive is written
     * @throws IllegalArgumentException if the name is taken or impossible, or the shape does not suit the format
     */
    public TorchScriptArchive parameter(
            String dottedName, TensorType type, Shape shape, MemoryFormat format, TensorContent content) {
        StoredTensor tensor =
                new StoredTensor(dottedName, Integer.toString(tensors.size()), type, shape, format, content);
        put(dottedName, tensor);
        tensors.add(tensor);
        return this;
    }

    /**
     * Gives a tensor a second name. The bytes are stored once, and loaded once.
     *
     * @param target the name under which it was added
     */
    public TorchScriptArchive alias(String dottedName, String target) {
        StoredTensor tensor = named.get(target);
        if (tensor == null) {
            throw new IllegalArgumentException(dottedName + ": there is no " + target + " to be another name of");
        }
        put(dottedName, tensor);
        return this;
    }

    private void put(String dottedName, StoredTensor tensor) {
        requireFree(dottedName.split("\\.", -1)[0], false);
        root.put(dottedName, tensor);
        named.put(dottedName, tensor);
    }

    /** The expression by which a method's body reaches a tensor, such as {@code getattr(self.block, "0").weight}. */
    public String reference(String dottedName) {
        if (!named.containsKey(dottedName)) {
            throw new IllegalArgumentException("the archive has no tensor " + dottedName);
        }
        return ModuleTree.reference(dottedName);
    }

    /**
     * Adds a tensor that is no part of the state dict.
     *
     * @return the expression by which a method's body reaches it
     */
    public String constant(TensorType type, Shape shape, TensorContent content) {
        int number = constants.size();
        constants.add(new StoredTensor(
                "constant " + number, Integer.toString(number), type, shape, MemoryFormat.CONTIGUOUS, content));
        return "CONSTANTS.c" + number;
    }

    /** Adds an attribute that holds a text, which code reaches as {@code self.name}. */
    public TorchScriptArchive attribute(String name, String value) {
        requireFree(requireIdentifier(name), true);
        attributes.put(name, value);
        return this;
    }

    /**
     * Adds a method.
     *
     * @param signature parameters without {@code self}, and the result: {@code (x: Tensor, n: int) -> Tensor}
     * @param body its lines, not indented, but for blocks within, by two spaces
     */
    public TorchScriptArchive method(String name, String signature, String body) {
        requireFree(requireIdentifier(name), true);
        if (!signature.startsWith("(") || !signature.contains(") -> ")) {
            throw new IllegalArgumentException(
                    name + ": a signature looks like (x: Tensor) -> Tensor, not like " + signature);
        }
        methods.put(name, new Method(name, signature, body));
        return this;
    }

    /** Adds a text that {@code torch.jit.load} gives in {@code _extra_files}, and {@link #readExtraFile} without loading. */
    public TorchScriptArchive extraFile(String name, String content) {
        if (name.isEmpty() || name.startsWith("/") || name.contains("..") || name.contains("\\")) {
            throw new IllegalArgumentException("'" + name + "' can be no extra file's name");
        }
        extras.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private static String requireIdentifier(String name) {
        if (!ModuleTree.isIdentifier(name)) {
            throw new IllegalArgumentException("'" + name + "' is no identifier");
        }
        return name;
    }

    private void requireFree(String name, boolean ofTensors) {
        if (methods.containsKey(name) || attributes.containsKey(name) || ofTensors && root.holds(name)) {
            throw new IllegalArgumentException("the archive has a " + name + " already");
        }
    }

    /**
     * Writes the archive, tensor after tensor, so that memory holds no more than one content gives at a time. The file
     * appears under its name only when it is whole: it is written beside, forced to the disk and renamed.
     *
     * @param target the file, which is replaced if there is one; its folder must exist
     */
    public void write(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw new InvalidInputException(target + ": a folder; name a file to write");
        }
        Path absolute = target.toAbsolutePath();
        Path beside = absolute.resolveSibling("." + absolute.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                write(ZipTarget.file(channel));
                channel.force(true);
            }
            Files.move(beside, absolute, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** The archive in memory, for small ones. */
    public byte[] toBytes() {
        ZipMemory memory = new ZipMemory();
        try {
            write(memory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return memory.toBytes();
    }

    private void write(ZipTarget target) throws IOException {
        String code = root.code(ROOT, ownCode());
        PickleWriter data = new PickleWriter();
        root.write(data, attributes);
        PickleWriter constantTuple = new PickleWriter().beginTuple();
        constants.forEach(constantTuple::tensor);

        StoredZip zip = new StoredZip(target);
        zip.entry(FOLDER + "data.pkl", data.toBytes());
        zip.entry(FOLDER + "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
        for (StoredTensor tensor : tensors) {
            zip.entry(FOLDER + "data/" + tensor.key(), tensor.bytes(), tensor.content());
        }
        zip.entry(FOLDER + "constants.pkl", constantTuple.endTuple().toBytes());
        for (StoredTensor constant : constants) {
            zip.entry(FOLDER + "constants/" + constant.key(), constant.bytes(), constant.content());
        }
        for (Map.Entry<String, byte[]> extra : extras.entrySet()) {
            zip.entry(FOLDER + EXTRA + extra.getKey(), extra.getValue());
        }
        zip.entry(FOLDER + "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        zip.entry(FOLDER + "version", VERSION);
        zip.finish();
    }

    private String ownCode() {
        StringBuilder code = new StringBuilder();
        attributes.keySet().forEach(name -> code.append(ModuleTree.attribute(name, "str")));
        for (Method method : methods.values()) {
            String parameters = method.signature().substring(1);
            code.append("  def ")
                    .append(method.name())
                    .append("(self: __torch__.")
                    .append(ROOT)
                    .append(parameters.startsWith(")") ? "" : ", ")
                    .append(parameters)
                    .append(":\n")
                    .append(method.body().indent(4));
        }
        return code.toString();
    }

    /**
     * Reads an extra file of an archive without loading the module.
     *
     * @return nothing if the archive has no such file
     * @throws InvalidInputException if the file is no archive, or its extra file is longer than 16 MiB
     */
    public static Optional<String> readExtraFile(Path archive, String name) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry(FOLDER + EXTRA + name);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream content = zip.getInputStream(entry)) {
                byte[] bytes = content.readNBytes(LARGEST_EXTRA + 1);
                if (bytes.length > LARGEST_EXTRA) {
                    throw new InvalidInputException(archive + ": its extra file " + name + " has more than "
                            + LARGEST_EXTRA + " bytes; what says something about a model is short");
                }
                return Optional.of(new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (ZipException e) {
            throw new InvalidInputException(archive + ": not a TorchScript archive (" + e.getMessage() + ")", e);
        }
    }
}
