package org.paperzoo.datasets.volume;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.FilePair;
import org.paperzoo.datasets.InvalidDataException;

/** Volumes with label maps. Their first bytes are checked, so that a file of another kind is refused when it is reached. */
public final class NiftiPairs implements Examples<VolumePair> {

    /** Sizes of the headers of NIfTI-1 and NIfTI-2, with which the files begin (nifti1.h, nifti2.h: sizeof_hdr). */
    private static final List<Integer> HEADER_SIZES = List.of(348, 540);

    private final List<FilePair> pairs;
    private int next;

    public NiftiPairs(List<FilePair> pairs) {
        this.pairs = List.copyOf(pairs);
    }

    @Override
    public long size() {
        return pairs.size();
    }

    /**
     * The next pair.
     *
     * @throws InvalidDataException if one of the files does not begin as a NIfTI file does
     */
    @Override
    public VolumePair next() throws IOException {
        if (next == pairs.size()) {
            return null;
        }
        FilePair pair = pairs.get(next++);
        check(pair.input());
        check(pair.target());
        return new VolumePair(pair.id(), pair.input(), pair.target());
    }

    private static void check(Path file) throws IOException {
        byte[] start;
        try (InputStream plain = Files.newInputStream(file);
                InputStream input = file.toString().endsWith(".gz") ? new GZIPInputStream(plain) : plain) {
            start = input.readNBytes(Integer.BYTES);
        } catch (ZipException | EOFException e) {
            throw new InvalidDataException(file + ": is not a gzip file, or is cut short", e);
        }
        if (start.length < Integer.BYTES
                || !HEADER_SIZES.contains(ByteBuffer.wrap(start)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getInt())
                        && !HEADER_SIZES.contains(ByteBuffer.wrap(start).getInt())) {
            throw new InvalidDataException(file + ": is no NIfTI file: it does not begin with the size of its header");
        }
    }
}
