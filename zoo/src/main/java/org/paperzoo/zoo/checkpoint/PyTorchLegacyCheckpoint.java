package org.paperzoo.zoo.checkpoint;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Pickled.Dictionary;
import org.paperzoo.zoo.checkpoint.Pickled.Sequence;
import org.paperzoo.zoo.checkpoint.Pickled.Storage;

/**
 * A file of {@code torch.save} before PyTorch 1.6: five pickles (a magic number, the protocol's version, facts of the
 * machine, the object, the keys of the storages), then the storages in the order of the keys, each behind its number of
 * elements. Elements are little-endian whatever the machine was.
 *
 * <p>Source: torch/serialization.py ({@code _legacy_save}, {@code _legacy_load}).
 */
public final class PyTorchLegacyCheckpoint extends PyTorchCheckpoint {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final Long PROTOCOL = 1001L;

    private PyTorchLegacyCheckpoint(MappedFile file, Map<String, StridedTensor> tensors) {
        super(file, tensors);
    }

    /**
     * Opens a file, reads its pickles without running anything, and checks all storages and tensors of its state dict.
     *
     * @param keyPath keys from the top to the state dict, joined by dots; null to look where it usually is
     * @throws InvalidInputException if the file is damaged or holds anything but data
     */
    public static PyTorchLegacyCheckpoint open(Path path, String keyPath) throws IOException {
        MappedFile file = MappedFile.open(path);
        try {
            return new PyTorchLegacyCheckpoint(file, readTensors(file, keyPath));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Map<String, StridedTensor> readTensors(MappedFile file, String keyPath) throws IOException {
        String source = file.path().toString();
        Unpickler unpickler =
                new Unpickler(source, file.slice(0, Math.min(file.size(), PickleInput.LONGEST), "the pickles"));
        if (!MAGIC.equals(unpickler.read())) {
            throw new InvalidInputException(source + ": a pickle, but it does not begin with the mark of torch.save");
        }
        Object protocol = unpickler.read();
        if (!PROTOCOL.equals(protocol)) {
            throw new InvalidInputException(source + ": a version of PyTorch's legacy format other than " + PROTOCOL);
        }
        if (!(unpickler.read() instanceof Dictionary)) {
            throw new InvalidInputException(source + ": the third pickle does not describe a machine");
        }
        Object root = unpickler.read();
        if (!(unpickler.read() instanceof Sequence keys)) {
            throw new InvalidInputException(source + ": the fifth pickle is not a list of storages");
        }
        Map<String, StorageBytes> storages = locate(file, keys.items(), unpickler);
        return resolve(
                source,
                StateDict.find(source, root, keyPath),
                storage -> storages.get(storage.key()),
                ByteOrder.LITTLE_ENDIAN);
    }

    private static Map<String, StorageBytes> locate(MappedFile file, List<Object> keys, Unpickler unpickler)
            throws IOException {
        Map<String, StorageBytes> located = new HashMap<>();
        long at = unpickler.position();
        for (Object key : keys) {
            Storage storage = key instanceof String text ? unpickler.storages().get(text) : null;
            if (storage == null || located.containsKey(storage.key())) {
                throw new InvalidInputException(file.path() + ": lists a storage twice, or one that nothing refers to: "
                        + Printable.quote(String.valueOf(key instanceof String ? key : "not text")));
            }
            String where = file.path() + ": storage " + Printable.quote(storage.key());
            if (at > file.size() - Long.BYTES) {
                throw new InvalidInputException(where + " is missing: the file is cut short");
            }
            long elements = file.slice(at, Long.BYTES, "a storage's length").getLong();
            at += Long.BYTES;
            if (elements != storage.allElements()) {
                throw new InvalidInputException(
                        where + " has " + elements + " elements, but " + storage.allElements() + " are expected");
            }
            if (elements > (file.size() - at) / storage.element().bytes()) {
                throw new InvalidInputException(where + " ends after the file: the file is cut short");
            }
            long size = elements * storage.element().bytes();
            located.put(storage.key(), file.part(at, size));
            at += size;
        }
        return located;
    }
}
