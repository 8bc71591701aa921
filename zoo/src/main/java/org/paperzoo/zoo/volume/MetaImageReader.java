package org.paperzoo.zoo.volume;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Reads MetaImage files (Kitware/MetaIO): {@code key = value} lines, then the voxels behind them or in a file beside them.
 * Their millimetres count to the left and to the back, and are turned here.
 */
final class MetaImageReader {

    private static final int LONGEST_LINE = 1 << 12;
    private static final int MOST_LINES = 1 << 10;
    private static final String DATA = "ElementDataFile";

    private MetaImageReader() {}

    static Volume read(Path file) throws IOException {
        String source = file.toString();
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
            Map<String, String> header = new HashMap<>();
            long length = readHeader(input, header, source);
            StoredVoxels voxels = voxels(header, source);
            Affine affine = affine(header, source);
            String data = text(header, DATA, source);
            boolean compressed = flag(header, "CompressedData");
            if (data.equalsIgnoreCase("LOCAL")) {
                voxels.requireRoom(Files.size(file) - length, Files.size(file), compressed, source);
                return volume(voxels, affine, input, compressed, source);
            }
            Path beside = file.resolveSibling(beside(data, source));
            if (!Files.isRegularFile(beside)) {
                throw new NoSuchFileException(
                        beside.toString(), null, "the voxels of " + file.getFileName() + " are not there");
            }
            voxels.requireRoom(Files.size(beside), Files.size(beside), compressed, beside.toString());
            try (InputStream content = new BufferedInputStream(Files.newInputStream(beside))) {
                return volume(voxels, affine, content, compressed, beside.toString());
            }
        }
    }

    private static Volume volume(
            StoredVoxels voxels, Affine affine, InputStream input, boolean compressed, String source)
            throws IOException {
        InputStream content = compressed ? new BufferedInputStream(new InflaterInputStream(input)) : input;
        try {
            return new Volume(voxels.shape(), voxels.read(content, source), affine);
        } catch (ZipException e) {
            throw new InvalidInputException(source + ": broken compression: " + e.getMessage(), e);
        }
    }

    /** Reads lines up to the one that says where the voxels are; returns how many bytes those are. */
    private static long readHeader(InputStream input, Map<String, String> header, String source) throws IOException {
        long length = 0;
        for (int number = 1; number <= MOST_LINES && !header.containsKey(DATA); number++) {
            byte[] line = new byte[LONGEST_LINE];
            int count = 0;
            int next = input.read();
            while (next >= 0 && next != '\n') {
                if (count == line.length) {
                    throw new InvalidInputException(
                            source + ", line " + number + ": longer than " + LONGEST_LINE + " bytes");
                }
                line[count++] = (byte) next;
                next = input.read();
            }
            length += count + 1L;
            String text = new String(line, 0, count, StandardCharsets.UTF_8).strip();
            int equals = text.indexOf('=');
            if (next < 0 && equals < 0) {
                throw new InvalidInputException(source + ": no MetaImage: ends before " + DATA);
            }
            if (equals < 1) {
                throw new InvalidInputException(source + ", line " + number + ": expected key = value");
            }
            header.put(
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip());
        }
        if (!header.containsKey(DATA)) {
            throw new InvalidInputException(source + ": no " + DATA + " in " + MOST_LINES + " lines");
        }
        return length;
    }

    private static StoredVoxels voxels(Map<String, String> header, String source) throws InvalidInputException {
        double[] axes = numbers(header, "NDims", 1, null, source);
        if (axes[0] != 2 && axes[0] != 3 && axes[0] != 4) {
            throw new InvalidInputException(source + ": NDims is " + header.get("NDims") + "; expected 2, 3 or 4");
        }
        double[] sizes = numbers(header, "DimSize", (int) axes[0], null, source);
        long[] lengths = new long[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            lengths[i] = (long) sizes[i];
        }
        String name = text(header, "ElementType", source);
        VoxelType type = VoxelType.ofMetaName(name.toUpperCase(Locale.ROOT));
        if (type == null) {
            throw new InvalidInputException(
                    source + ": ElementType is " + name + "; expected one such as MET_SHORT or MET_FLOAT");
        }
        if (numbers(header, "ElementNumberOfChannels", 1, new double[] {1}, source)[0] != 1) {
            throw new InvalidInputException(source + ": several channels; expected one");
        }
        if (numbers(header, "HeaderSize", 1, new double[] {0}, source)[0] != 0) {
            throw new InvalidInputException(source + ": HeaderSize is " + header.get("HeaderSize") + "; expected 0");
        }
        boolean big = flag(header, "BinaryDataByteOrderMSB") || flag(header, "ElementByteOrderMSB");
        ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new StoredVoxels(StoredVoxels.shape(lengths, source), type, order, 1, 0);
    }

    /** Columns of the matrix are written one after another: the direction of each axis. */
    private static Affine affine(Map<String, String> header, String source) throws InvalidInputException {
        int axes = (int) numbers(header, "NDims", 1, null, source)[0];
        double[] spacing = numbers(header, "ElementSpacing", axes, ones(axes), source);
        double[] offset =
                numbers(header, first(header, "Offset", "Position", "Origin"), axes, new double[axes], source);
        double[] identity = new double[axes * axes];
        for (int i = 0; i < axes; i++) {
            identity[i * axes + i] = 1;
        }
        String key = first(header, "TransformMatrix", "Rotation", "Orientation");
        double[] matrix = numbers(header, key, axes * axes, identity, source);
        double[] rows = new double[12];
        for (int row = 0; row < 3; row++) {
            double sign = row < 2 ? -1 : 1;
            for (int column = 0; column < 3; column++) {
                double direction = row < axes && column < axes ? matrix[column * axes + row] : row == column ? 1 : 0;
                rows[4 * row + column] = sign * direction * (column < axes ? spacing[column] : 1);
            }
            rows[4 * row + 3] = row < axes ? sign * offset[row] : 0;
        }
        return new Affine(rows);
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static String first(Map<String, String> header, String... keys) {
        return List.of(keys).stream().filter(header::containsKey).findFirst().orElse(keys[0]);
    }

    private static String text(Map<String, String> header, String key, String source) throws InvalidInputException {
        String value = header.get(key);
        if (value == null || value.isEmpty()) {
            throw new InvalidInputException(source + ": no " + key);
        }
        return value;
    }

    private static boolean flag(Map<String, String> header, String key) {
        return header.getOrDefault(key, "False").equalsIgnoreCase("True");
    }

    private static double[] numbers(Map<String, String> header, String key, int count, double[] fallback, String source)
            throws InvalidInputException {
        if (fallback != null && !header.containsKey(key)) {
            return fallback;
        }
        String[] words = text(header, key, source).split("\\s+");
        double[] numbers = new double[count];
        try {
            for (int i = 0; i < count; i++) {
                numbers[i] = Double.parseDouble(words[i]);
                if (!Double.isFinite(numbers[i])) {
                    throw new NumberFormatException();
                }
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new InvalidInputException(
                    source + ": " + key + " is " + header.get(key) + "; expected " + count + " numbers", e);
        }
        return numbers;
    }

    /** A name in the same folder: a header does not lead elsewhere. */
    private static String beside(String name, String source) throws InvalidInputException {
        if (name.contains("/")
                || name.contains("\\")
                || name.equals("..")
                || name.contains("%")
                || name.startsWith("LIST")) {
            throw new InvalidInputException(
                    source + ": " + DATA + " is " + name + "; expected LOCAL or one file in the same folder");
        }
        return name;
    }
}
