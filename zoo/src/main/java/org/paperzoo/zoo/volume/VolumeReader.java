package org.paperzoo.zoo.volume;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Reads volumes: NIfTI-1 and NIfTI-2 ({@code .nii}, {@code .hdr} with {@code .img}, each also with {@code .gz}) and
 * MetaImage ({@code .mha}, {@code .mhd}).
 */
public final class VolumeReader {

    private static final int BUFFER = 1 << 16;

    private VolumeReader() {}

    /**
     * Reads a file. Of a pair, either may be named.
     *
     * @throws NoSuchFileException if it, or the file beside it, is not there
     * @throws InvalidInputException if it is broken, or larger than {@link Volume#MOST_VALUES}, which is found out before
     *     anything of that size is allocated
     */
    public static Volume read(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        requireFile(file);
        if (name.endsWith(".mha") || name.endsWith(".mhd")) {
            return MetaImageReader.read(file);
        }
        boolean voxelsNamed = name.endsWith(".img") || name.endsWith(".img.gz");
        Path headerFile = voxelsNamed ? beside(file, ".hdr") : file;
        String source = headerFile.toString();
        try (InputStream input = open(headerFile)) {
            byte[] prefix = bytes(input, NiftiHeader.PREFIX, source);
            int length = NiftiHeader.length(prefix, source);
            byte[] bytes = Arrays.copyOf(prefix, length);
            System.arraycopy(
                    bytes(input, length - prefix.length, source), 0, bytes, prefix.length, length - prefix.length);
            NiftiHeader header = NiftiHeader.of(bytes, source);
            return header.single()
                    ? volume(header, header.offset() - length, input, headerFile)
                    : readBeside(header, voxelsNamed ? file : beside(headerFile, ".img"));
        } catch (ZipException e) {
            throw broken(source, e);
        }
    }

    private static Volume readBeside(NiftiHeader header, Path file) throws IOException {
        try (InputStream input = open(file)) {
            return volume(header, header.offset(), input, file);
        } catch (ZipException e) {
            throw broken(file.toString(), e);
        }
    }

    /** Reads the voxels of a file whose stream stands some bytes before them. */
    private static Volume volume(NiftiHeader header, long before, InputStream input, Path file) throws IOException {
        String source = file.toString();
        header.voxels().requireRoom(Files.size(file) - header.offset(), Files.size(file), isCompressed(file), source);
        try {
            input.skipNBytes(before);
        } catch (EOFException e) {
            throw new InvalidInputException(source + ": ends before its voxels", e);
        }
        float[] values = header.voxels().read(input, source);
        return new Volume(header.voxels().shape(), values, header.affine());
    }

    private static InvalidInputException broken(String source, IOException cause) {
        return new InvalidInputException(source + ": broken compression: " + cause.getMessage(), cause);
    }

    private static byte[] bytes(InputStream input, int length, String source) throws IOException {
        byte[] bytes;
        try {
            bytes = input.readNBytes(length);
        } catch (EOFException e) {
            bytes = new byte[0];
        }
        if (bytes.length < length) {
            throw new InvalidInputException(source + ": ends within its header");
        }
        return bytes;
    }

    /** The file of the same name with another ending, compressed or not. */
    private static Path beside(Path file, String ending) throws NoSuchFileException {
        String name = file.getFileName().toString();
        String bare = name.toLowerCase(Locale.ROOT).endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        String stem = bare.substring(0, Math.max(0, bare.length() - ending.length()));
        for (String candidate : List.of(stem + ending, stem + ending + ".gz")) {
            if (Files.isRegularFile(file.resolveSibling(candidate))) {
                return file.resolveSibling(candidate);
            }
        }
        throw new NoSuchFileException(
                file.resolveSibling(stem + ending).toString(), null, "the other half of " + name + " is not there");
    }

    private static void requireFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such volume");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": not a file; expected a volume");
        }
    }

    private static boolean isCompressed(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return input.read() == 0x1f && input.read() == 0x8b;
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream input = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        if (!isCompressed(file)) {
            return input;
        }
        try {
            return new BufferedInputStream(new GZIPInputStream(input, BUFFER), BUFFER);
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }
}
