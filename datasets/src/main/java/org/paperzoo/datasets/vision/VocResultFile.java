package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.StringTokenizer;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;

/**
 * Reads a result file of Pascal VOC: for one class, a detection a line, with the picture's name, the score and the leftmost,
 * topmost, rightmost and lowest pixel, split by spaces. Empty lines are passed over.
 */
public final class VocResultFile {

    private static final int FIELDS = 6;

    private VocResultFile() {}

    /** Takes one detection. */
    @FunctionalInterface
    public interface Sink {

        /**
         * Takes one detection.
         *
         * @param box left, top, right and bottom, its to keep
         * @throws IllegalArgumentException if it cannot be; one line
         */
        void accept(String picture, double score, double[] box);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidDataException if a line is none, or the sink refuses it; the message names file and line
     */
    public static void read(Path file, Sink sink) throws IOException {
        try (LineReader lines = LineReader.open(file)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                StringTokenizer fields = new StringTokenizer(line);
                if (!fields.hasMoreTokens()) {
                    continue;
                }
                if (fields.countTokens() != FIELDS) {
                    throw lines.wrong("has " + fields.countTokens()
                            + " fields; there must be a picture, a score and four sides of a box");
                }
                String picture = fields.nextToken();
                double score = number(lines, "score", fields.nextToken());
                double[] box = new double[4];
                for (int i = 0; i < box.length; i++) {
                    box[i] = number(lines, "side of the box", fields.nextToken());
                }
                try {
                    sink.accept(picture, score, box);
                } catch (IllegalArgumentException e) {
                    throw new InvalidDataException(lines.wrong(e.getMessage()).getMessage(), e);
                }
            }
        }
    }

    private static double number(LineReader lines, String what, String text) throws InvalidDataException {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw lines.wrong("the " + what + " is \"" + text + "\", which is no number");
        }
        if (!Double.isFinite(number)) {
            throw lines.wrong("the " + what + " is " + text + "; it must be finite");
        }
        return number;
    }
}
