package org.paperzoo.zoo.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Pickled.Tensor;

/**
 * A file of {@code torch.save} since PyTorch 1.6: a zip archive with one folder that holds the pickle {@code data.pkl}
 * and a storage {@code data/KEY} each. Storages are mapped, not copied, unless an archiver has deflated them.
 *
 * <p>Source: torch/serialization.py ({@code _save}, {@code _load}).
 */
public final class PyTorchZipCheckpoint extends PyTorchCheckpoint {

    private static final String PICKLE = "/data.pkl";

    private PyTorchZipCheckpoint(MappedFile file, Map<String, StridedTensor> tensors) {
        super(file, tensors);
    }

    /**
     * Opens a file, reads its pickle without running anything, and checks all tensors of its state dict.
     *
     * @param keyPath keys from the top to the state dict, joined by dots; null to look where it usually is
     * @throws InvalidInputException if the file is damaged or holds anything but data
     */
    public static PyTorchZipCheckpoint open(Path path, String keyPath) throws IOException {
        MappedFile file = MappedFile.open(path);
        try {
            return new PyTorchZipCheckpoint(file, readTensors(file, keyPath));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Map<String, StridedTensor> readTensors(MappedFile file, String keyPath) throws IOException {
        String source = file.path().toString();
        ZipDirectory zip = ZipDirectory.read(file);
        String folder = folder(source, zip);
        StorageBytes pickle = zip.find(folder + PICKLE);
        if (pickle.size() > PickleInput.LONGEST) {
            throw new InvalidInputException(source + ": its pickle has " + pickle.size() + " bytes; at most "
                    + PickleInput.LONGEST + " are supported");
        }
        Unpickler unpickler =
                new Unpickler(source + ", " + folder + PICKLE, pickle.slice(0, pickle.size(), "the pickle"));
        Map<String, Tensor> stateDict = StateDict.find(source, unpickler.read(), keyPath);
        return resolve(
                source,
                stateDict,
                storage -> zip.find(folder + "/data/" + storage.key()),
                byteOrder(zip, folder, source));
    }

    /** The archive's one folder, which is named after the file that was first saved. */
    private static String folder(String source, ZipDirectory zip) throws InvalidInputException {
        String folder = null;
        for (String name : zip.names()) {
            if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
                if (folder != null) {
                    throw new InvalidInputException(source + ": the zip archive holds two pickles "
                            + Printable.quote(folder + PICKLE) + " and " + Printable.quote(name));
                }
                folder = name.substring(0, name.length() - PICKLE.length());
            }
        }
        if (folder == null) {
            throw new InvalidInputException(
                    source + ": a zip archive without FOLDER" + PICKLE + ", so not a file of torch.save");
        }
        if (zip.has(folder + "/constants.pkl")) {
            throw new InvalidInputException(
                    source + ": a TorchScript archive, which holds a program; a state dict of torch.save is needed");
        }
        return folder;
    }

    private static ByteOrder byteOrder(ZipDirectory zip, String folder, String source) throws IOException {
        StorageBytes entry = zip.find(folder + "/byteorder");
        if (entry == null) {
            // Older files do not say; they were written on little-endian machines.
            return ByteOrder.LITTLE_ENDIAN;
        }
        String text = "";
        if (entry.size() <= 16) {
            ByteBuffer bytes = entry.slice(0, entry.size(), "the byte order");
            text = StandardCharsets.ISO_8859_1.decode(bytes).toString().strip();
        }
        return switch (text) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default ->
                throw new InvalidInputException(
                        source + ": byteorder is " + Printable.quote(text) + ", neither little nor big");
        };
    }
}
