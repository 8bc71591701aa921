package org.paperzoo.zoo.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.paperzoo.zoo.InvalidInputException;

/** Opens checkpoints: the format is told by the content of the file, never by its extension. */
public final class Checkpoints {

    /** Names under which a folder holds its checkpoint, the first found taken. */
    private static final List<String> IN_FOLDER = List.of(
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json");

    private static final int PREFIX_BYTES = 512;

    private Checkpoints() {}

    /**
     * Opens a checkpoint; a state dict inside a PyTorch training checkpoint is found under {@code model},
     * {@code state_dict} or {@code model_state_dict}.
     *
     * @param path a file (safetensors, PyTorch's zip or legacy format, or the JSON index of a sharded checkpoint), or a
     *     folder that holds {@code model.safetensors}, {@code model.safetensors.index.json}, {@code pytorch_model.bin} or
     *     {@code pytorch_model.bin.index.json}
     * @throws NoSuchFileException if the path, or a shard, does not exist
     * @throws InvalidInputException if it is no checkpoint, of another framework, damaged or malicious
     */
    public static Checkpoint open(Path path) throws IOException {
        return open(path, null);
    }

    /**
     * Opens a checkpoint whose state dict is at a given place.
     *
     * @param keyPath keys from the top of a PyTorch checkpoint to its state dict, joined by dots, such as
     *     {@code ema.state_dict}; null to look where state dicts usually are
     */
    public static Checkpoint open(Path path, String keyPath) throws IOException {
        Path file = Files.isDirectory(path) ? inFolder(path) : path;
        return open(file, keyPath, Format.of(file));
    }

    /**
     * The files that a checkpoint's tensors come from, the index of a sharded one first.
     *
     * @param path as {@link #open(Path)} takes it
     */
    public static List<Path> files(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? inFolder(path) : path;
        return Format.of(file) == Format.INDEX ? ShardedCheckpoint.files(file) : List.of(file);
    }

    /** Opens one shard: any format but another index. */
    static Checkpoint openShard(Path file) throws IOException {
        Format format = Format.of(file);
        if (format == Format.INDEX) {
            throw new InvalidInputException(file + ": a shard must hold tensors, but this is another index");
        }
        return open(file, null, format);
    }

    private static Checkpoint open(Path file, String keyPath, Format format) throws IOException {
        if (keyPath != null && (format == Format.SAFETENSORS || format == Format.INDEX)) {
            throw new InvalidInputException(file + ": holds tensors only, so there is nothing under the key "
                    + Printable.quote(keyPath) + "; leave the key away");
        }
        return switch (format) {
            case SAFETENSORS -> SafetensorsCheckpoint.open(file);
            case INDEX -> ShardedCheckpoint.open(file);
            case PYTORCH_ZIP -> PyTorchZipCheckpoint.open(file, keyPath);
            case PYTORCH_LEGACY -> PyTorchLegacyCheckpoint.open(file, keyPath);
        };
    }

    private static Path inFolder(Path folder) throws IOException {
        for (String name : IN_FOLDER) {
            if (Files.exists(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        for (String name : List.of("tf_model.h5", "flax_model.msgpack", "model.ckpt.index", "saved_model.pb")) {
            if (Files.exists(folder.resolve(name))) {
                throw new InvalidInputException(folder + ": holds only " + name
                        + ", a TensorFlow or Flax checkpoint; the weights of the PyTorch release are needed");
            }
        }
        throw new NoSuchFileException(
                folder.toString(), null, "the folder holds none of " + String.join(", ", IN_FOLDER));
    }

    /** What a file is, told by its first bytes. */
    private enum Format {
        SAFETENSORS,
        INDEX,
        PYTORCH_ZIP,
        PYTORCH_LEGACY;

        static Format of(Path file) throws IOException {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException(file + ": not a file");
            }
            byte[] prefix;
            try (InputStream stream = Files.newInputStream(file)) {
                prefix = stream.readNBytes(PREFIX_BYTES);
            }
            if (prefix.length == 0) {
                throw new InvalidInputException(file + ": the file is empty");
            }
            String text = new String(prefix, StandardCharsets.ISO_8859_1);
            // A header's length, which fits four bytes, then its brace. First, because the length may look like
            // anything.
            if (text.startsWith("\0\0\0\0", 4) && text.startsWith("{", 8)) {
                return SAFETENSORS;
            }
            if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
                return PYTORCH_ZIP;
            }
            // Pickle protocols 2 to 5 say so; 0 and 1 begin with the first object, a long number.
            if (prefix.length > 1 && prefix[0] == (byte) 0x80 && prefix[1] >= 2 && prefix[1] <= 5
                    || text.startsWith("L1195470371")) {
                return PYTORCH_LEGACY;
            }
            if (text.stripLeading().startsWith("{") && text.indexOf('\0') < 0) {
                return INDEX;
            }
            refuseOthers(file, text);
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".safetensors") || text.startsWith("{", 8)) {
                return SAFETENSORS;
            }
            throw new InvalidInputException(
                    file + ": not a checkpoint: neither safetensors nor a PyTorch file nor the index of a sharded one");
        }

        /** Files that people do offer in place of a checkpoint, each with what to do about it. */
        private static void refuseOthers(Path file, String text) throws InvalidInputException {
            String name = file.getFileName().toString();
            if (text.startsWith("\u0089HDF\r\n")) {
                throw new InvalidInputException(
                        file + ": an HDF5 file of Keras or TensorFlow; the weights of the PyTorch release are needed");
            }
            if (text.charAt(0) > 0x80 && text.charAt(0) <= 0x8f || text.charAt(0) == 0xde || text.charAt(0) == 0xdf) {
                throw new InvalidInputException(
                        file + ": looks like a Flax (msgpack) file; the weights of the PyTorch release are needed");
            }
            if (name.contains(".ckpt.") || name.matches(".*\\.data-\\d{5}-of-\\d{5}") || name.endsWith(".pb")) {
                throw new InvalidInputException(
                        file + ": a TensorFlow file; the weights of the PyTorch release are needed");
            }
            if (text.startsWith("version https://git-lfs")) {
                throw new InvalidInputException(
                        file + ": a Git LFS pointer, not the weights: fetch them with 'git lfs pull'");
            }
            if (text.stripLeading().startsWith("<")) {
                throw new InvalidInputException(file + ": a web page, not a checkpoint: the download went wrong");
            }
            if (text.startsWith("\u001f\u008b")) {
                throw new InvalidInputException(file + ": compressed with gzip; unpack it first");
            }
            if (text.startsWith("ustar", 257)) {
                throw new InvalidInputException(
                        file + ": a tar archive; unpack it, or save it again with PyTorch 0.1.10 or later");
            }
        }
    }
}
