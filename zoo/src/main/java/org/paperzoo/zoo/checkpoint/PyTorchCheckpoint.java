package org.paperzoo.zoo.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Pickled.Storage;
import org.paperzoo.zoo.checkpoint.Pickled.Tensor;

/** What PyTorch's two file formats have in common: a pickle that describes tensors over storages kept outside of it. */
abstract sealed class PyTorchCheckpoint implements Checkpoint permits PyTorchZipCheckpoint, PyTorchLegacyCheckpoint {

    private final MappedFile file;
    private final Map<String, StridedTensor> tensors;

    PyTorchCheckpoint(MappedFile file, Map<String, StridedTensor> tensors) {
        this.file = file;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /** Where a storage lies, or null if the file has none of that key. */
    interface StorageFinder {
        StorageBytes find(Storage storage) throws IOException;
    }

    /** Checks each tensor of the state dict against its storage, so that whatever was opened can be read. */
    static Map<String, StridedTensor> resolve(
            String source, Map<String, Tensor> stateDict, StorageFinder finder, ByteOrder order) throws IOException {
        Map<String, StorageBytes> storages = new HashMap<>();
        Map<String, StridedTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> named : stateDict.entrySet()) {
            Storage storage = named.getValue().storage();
            StorageBytes bytes = storages.get(storage.key());
            if (bytes == null) {
                bytes = check(source, named.getKey(), storage, finder.find(storage));
                storages.put(storage.key(), bytes);
            }
            tensors.put(named.getKey(), StridedTensor.of(source, named.getKey(), named.getValue(), bytes, order));
        }
        return tensors;
    }

    private static StorageBytes check(String source, String tensor, Storage storage, StorageBytes bytes)
            throws InvalidInputException {
        String where = source + ": tensor " + Printable.quote(tensor) + ": storage " + Printable.quote(storage.key());
        if (bytes == null) {
            throw new InvalidInputException(where + " is missing from the file");
        }
        int elementBytes = storage.element().bytes();
        boolean same = bytes.size() % elementBytes == 0 && bytes.size() / elementBytes == storage.allElements();
        if (!same) {
            throw new InvalidInputException(where + " holds " + bytes.size() + " bytes, but should hold "
                    + storage.allElements() + " elements of " + elementBytes);
        }
        return bytes;
    }

    @Override
    public String source() {
        return file.path().toString();
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        return tensor(name).info();
    }

    @Override
    public ByteBuffer read(String name) throws IOException {
        return tensor(name).read();
    }

    private StridedTensor tensor(String name) {
        StridedTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(source() + ": no tensor named " + Printable.quote(name));
        }
        return tensor;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
