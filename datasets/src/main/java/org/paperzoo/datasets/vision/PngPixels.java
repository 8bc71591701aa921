package org.paperzoo.datasets.vision;

import java.nio.file.Path;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.paperzoo.datasets.InvalidDataException;

/** Unpacks the pixels of a PNG file: inflates them by blocks of rows, undoes the rows' filters, and spreads bits to bytes. */
final class PngPixels {

    /** Bytes inflated at once: few calls, and all still in the cache when the filters are undone. */
    private static final int BLOCK_BYTES = 1 << 16;

    /** First column, first row, and steps of columns and rows of each pass of an interlaced picture (Adam7). */
    private static final int[][] INTERLACED = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] WHOLE = {{0, 0, 1, 1}};

    private final Path file;
    private final byte[] bytes;
    private final PngFile.Header header;
    private final List<PngFile.Section> data;
    private int nextSection;

    PngPixels(Path file, byte[] bytes, PngFile.Header header, List<PngFile.Section> data) {
        this.file = file;
        this.bytes = bytes;
        this.header = header;
        this.data = data;
    }

    PngSamples read() throws InvalidDataException {
        int sampleBytes = header.bits() == 16 ? 2 : 1;
        byte[] samples = new byte[header.width() * header.height() * header.channels() * sampleBytes];
        Inflater inflater = new Inflater();
        try {
            for (int[] pass : header.interlaced() ? INTERLACED : WHOLE) {
                int columns = (header.width() - pass[0] + pass[2] - 1) / pass[2];
                int rows = (header.height() - pass[1] + pass[3] - 1) / pass[3];
                if (columns > 0 && rows > 0) {
                    readPass(inflater, pass, columns, rows, samples);
                }
            }
        } catch (DataFormatException e) {
            throw new InvalidDataException(file + ": the PNG file has pixels that cannot be inflated: "
                    + (e.getMessage() == null ? "damaged data" : e.getMessage()));
        } finally {
            inflater.end();
        }
        return new PngSamples(
                header.width(), header.height(), header.channels(), header.bits(), header.indexed(), samples);
    }

    private void readPass(Inflater inflater, int[] pass, int columns, int rows, byte[] samples)
            throws DataFormatException, InvalidDataException {
        int rowBytes = header.rowBytes(columns);
        int pixelBytes = Math.max(1, header.channels() * header.bits() / 8);
        int rowsAtOnce = Math.max(1, Math.min(rows, BLOCK_BYTES / (rowBytes + 1)));
        byte[] block = new byte[rowsAtOnce * (rowBytes + 1)];
        boolean direct = header.bits() >= 8 && pass[2] == 1;
        byte[] above = new byte[rowBytes];
        int aboveFrom = 0;
        byte[] row = direct ? samples : new byte[2 * rowBytes];
        for (int first = 0; first < rows; first += rowsAtOnce) {
            int count = Math.min(rowsAtOnce, rows - first);
            inflate(inflater, block, count * (rowBytes + 1));
            for (int i = 0; i < count; i++) {
                int y = pass[1] + (first + i) * pass[3];
                int from = i * (rowBytes + 1);
                int to = direct ? y * rowBytes : (first + i) % 2 * rowBytes;
                PngFilter filter = PngFilter.of(block[from]);
                if (filter == null) {
                    throw new InvalidDataException(
                            file + ": the PNG file has the unknown filter " + block[from] + " in row " + y);
                }
                filter.undo(block, from + 1, above, aboveFrom, row, to, rowBytes, pixelBytes);
                if (!direct) {
                    spread(row, to, columns, samples, y * header.width() + pass[0], pass[2]);
                }
                above = row;
                aboveFrom = to;
            }
        }
    }

    private void inflate(Inflater inflater, byte[] target, int length)
            throws DataFormatException, InvalidDataException {
        int done = 0;
        while (done < length) {
            int count = inflater.inflate(target, done, length - done);
            done += count;
            if (count == 0) {
                if (inflater.finished() || inflater.needsDictionary() || nextSection == data.size()) {
                    throw new InvalidDataException(file + ": the PNG file has fewer pixels than the " + header.width()
                            + " by " + header.height() + " of its header");
                }
                PngFile.Section section = data.get(nextSection++);
                inflater.setInput(bytes, section.offset(), section.length());
            }
        }
    }

    /** Writes a row's samples where they belong, one or two bytes each. */
    private void spread(byte[] row, int from, int columns, byte[] samples, int firstPixel, int step) {
        int bits = header.bits();
        if (bits < 8) {
            int mask = (1 << bits) - 1;
            for (int x = 0; x < columns; x++) {
                int bit = x * bits;
                samples[firstPixel + x * step] = (byte) (row[from + (bit >> 3)] >> (8 - bits - (bit & 7)) & mask);
            }
            return;
        }
        int pixelBytes = header.channels() * bits / 8;
        for (int x = 0; x < columns; x++) {
            System.arraycopy(row, from + x * pixelBytes, samples, (firstPixel + x * step) * pixelBytes, pixelBytes);
        }
    }
}
