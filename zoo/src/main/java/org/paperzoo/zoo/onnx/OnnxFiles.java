package org.paperzoo.zoo.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.paperzoo.zoo.InvalidInputException;

/** Writes model files and their data file beside their names, and renames them when all are whole. */
final class OnnxFiles {

    /** Protobuf's limit for a message. */
    private static final long LARGEST_MODEL = Integer.MAX_VALUE;

    private static final long SMALLEST_EXTERNAL = 1024;

    /** Bytes handed to the channel at a time: it copies what is not in native memory into a buffer of that size. */
    private static final int CHUNK = 1 << 20;

    private OnnxFiles() {}

    static void write(Map<Path, OnnxModel> models, Path dataFile, long externalDataThreshold) throws IOException {
        Path data = dataFile.toAbsolutePath().normalize();
        check(models, data);
        long total = models.values().stream()
                .flatMap(model -> model.initializers().values().stream())
                .mapToLong(OnnxConstant::bytes)
                .reduce(0, Math::addExact);
        // What is written beside, under the name that it will have; the data file before the models that point to it.
        Map<Path, Path> written = new LinkedHashMap<>();
        try {
            Map<OnnxConstant, OnnxDataFile.Region> placed = new IdentityHashMap<>();
            if (total > externalDataThreshold) {
                place(models, beside(data, written), placed);
            }
            if (placed.isEmpty()) {
                discard(written);
            }
            for (Map.Entry<Path, OnnxModel> entry : models.entrySet()) {
                Path file = entry.getKey().toAbsolutePath().normalize();
                ProtobufMessage message = OnnxEncoder.model(
                        entry.getValue(),
                        data.getFileName().toString(),
                        constant -> Optional.ofNullable(placed.get(constant)));
                if (message.size() > LARGEST_MODEL) {
                    throw new InvalidInputException(file + ": the model file would have " + message.size()
                            + " bytes, and protobuf allows " + LARGEST_MODEL
                            + "; lower the threshold from which weights go to a data file");
                }
                try (FileChannel channel = open(beside(file, written))) {
                    message.writeTo(part -> write(channel, part));
                    channel.force(true);
                }
            }
            for (Map.Entry<Path, Path> entry : written.entrySet()) {
                Files.move(entry.getValue(), entry.getKey(), StandardCopyOption.ATOMIC_MOVE);
            }
            forceFolder(data.getParent());
        } finally {
            discard(written);
        }
    }

    private static void check(Map<Path, OnnxModel> models, Path data) {
        models.forEach((file, model) -> {
            Path absolute = file.toAbsolutePath().normalize();
            if (absolute.equals(data) || !data.getParent().equals(absolute.getParent())) {
                throw new IllegalArgumentException(
                        file + ": a model's data file lies beside it, in its folder; not so " + data);
            }
            if (Files.isDirectory(absolute)) {
                throw new IllegalArgumentException(file + ": a folder; name a file to write");
            }
            if (model.outputs().isEmpty()) {
                throw new IllegalArgumentException(file + ": the graph '" + model.name() + "' has no output");
            }
        });
    }

    private static void place(Map<Path, OnnxModel> models, Path beside, Map<OnnxConstant, OnnxDataFile.Region> placed)
            throws IOException {
        try (FileChannel channel = open(beside)) {
            OnnxDataFile dataFile = new OnnxDataFile(channel);
            for (OnnxModel model : models.values()) {
                for (OnnxConstant constant : model.initializers().values()) {
                    if (constant.bytes() >= SMALLEST_EXTERNAL && !placed.containsKey(constant)) {
                        placed.put(constant, dataFile.store(constant.read()));
                    }
                }
            }
            channel.force(true);
        }
    }

    /** Not a temporary file of Java's, which would be readable by its owner only. */
    private static Path beside(Path file, Map<Path, Path> written) {
        Path beside = file.resolveSibling("." + file.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".tmp");
        written.put(file, beside);
        return beside;
    }

    private static void discard(Map<Path, Path> written) throws IOException {
        for (Path beside : written.values()) {
            Files.deleteIfExists(beside);
        }
        written.clear();
    }

    private static FileChannel open(Path beside) throws IOException {
        return FileChannel.open(
                beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    static void write(FileChannel channel, ByteBuffer content) throws IOException {
        ByteBuffer rest = content.duplicate();
        int limit = rest.limit();
        while (rest.position() < limit) {
            rest.limit(rest.position() + Math.min(CHUNK, limit - rest.position()));
            channel.write(rest);
        }
    }

    /** Makes the new names survive a crash; Windows has no such thing as an open folder, and does not need it. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The files are whole and in place; only how soon their names are on the disk is left to the system.
        }
    }
}
