package org.paperzoo.zoo.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files as torch.save would, with pickles and storages that a test makes up. */
final class PickleFiles {

    private PickleFiles() {}

    /** A zip file with a pickle and nothing else. */
    static Path zip(Path folder, byte[] pickle) throws IOException {
        return zip(folder, Map.of("data.pkl", pickle), false);
    }

    /** A zip file with the given entries below its one folder, stored as they are or deflated. */
    static Path zip(Path folder, Map<String, byte[]> entries, boolean deflated) throws IOException {
        Path file = Files.createTempFile(folder, "made", ".pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> named : entries.entrySet()) {
                ZipEntry entry = new ZipEntry("archive/" + named.getKey());
                if (!deflated) {
                    CRC32 crc = new CRC32();
                    crc.update(named.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(named.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(named.getValue());
            }
        }
        return file;
    }

    /**
     * Entries of a checkpoint with one tensor {@code w} over one storage.
     *
     * @param storageClass such as {@code FloatStorage}
     * @param elements elements that the storage is said to have
     * @param arguments offset, shape and strides as pickle opcodes
     */
    static Map<String, byte[]> oneTensor(String storageClass, long elements, String arguments, byte[] storage) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(
                "data.pkl",
                latin1("}X\1\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\n"
                        + storageClass + "\nX\1\0\0\0" + "0X\3\0\0\0cpu" + number(elements) + "tQ" + arguments
                        + "\u0089}tRs."));
        entries.put("data/0", storage);
        return entries;
    }

    /** The opcodes of offset, shape and strides. */
    static String arguments(long offset, long[] shape, long[] strides) {
        return number(offset) + tuple(shape) + tuple(strides);
    }

    private static String tuple(long[] numbers) {
        StringBuilder opcodes = new StringBuilder("(");
        for (long number : numbers) {
            opcodes.append(number(number));
        }
        return opcodes.append("t").toString();
    }

    static String number(long number) {
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
        return "\u008a\b" + new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A legacy file: the three pickles that every one begins with, the object, the keys, and raw storages. */
    static Path legacy(Path folder, String object, String keys, byte[]... storages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(latin1("\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\2M\u00e9\3.\u0080\2}."));
        bytes.writeBytes(latin1(object));
        bytes.writeBytes(latin1(keys));
        for (byte[] storage : storages) {
            bytes.writeBytes(storage);
        }
        return Files.write(Files.createTempFile(folder, "made", ".pth"), bytes.toByteArray());
    }
}
