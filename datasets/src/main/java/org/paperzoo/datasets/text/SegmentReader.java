package org.paperzoo.datasets.text;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;

/**
 * The texts of a file one after another: its lines, or, for the endings {@code .sgm} and {@code .sgml}, its segments as
 * translation tasks publish them. Those files look like SGML and are none, so they are read as sacreBLEU's FakeSGMLDataset
 * reads them: a segment is a line {@code <seg ...>text</seg>}, its white space becomes single spaces, and entities such as
 * {@code &amp;} stay as they are.
 */
final class SegmentReader implements Closeable {

    private static final Pattern SEGMENT = Pattern.compile("<seg .*?>(.*)</seg>(.*)", Pattern.DOTALL);

    private final LineReader lines;
    private final boolean segments;
    private long count;

    private SegmentReader(LineReader lines, boolean segments) {
        this.lines = lines;
        this.segments = segments;
    }

    static SegmentReader open(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return new SegmentReader(LineReader.open(file), name.endsWith(".sgm") || name.endsWith(".sgml"));
    }

    /**
     * The next text without white space at its ends, or null behind the last one.
     *
     * @throws InvalidDataException if a line has a segment that is not the whole line
     */
    String next() throws IOException {
        String line = lines.read();
        while (segments && line != null && !line.startsWith("<seg ")) {
            if (line.contains("<seg")) {
                throw lines.wrong("a segment must begin its line, as <seg id=\"1\">");
            }
            line = lines.read();
        }
        if (line == null) {
            return null;
        }
        count++;
        return segments ? segment(line) : Whitespace.strip(line);
    }

    private String segment(String line) throws InvalidDataException {
        Matcher matcher = SEGMENT.matcher(line);
        if (!matcher.matches() || !Whitespace.strip(matcher.group(2)).isEmpty()) {
            throw lines.wrong("a segment must end its line with </seg>");
        }
        return Whitespace.single(matcher.group(1));
    }

    /** What was read so far: lines or segments. */
    long count() {
        return count;
    }

    /** How messages name what is counted. */
    String unit() {
        return segments ? " segments" : " lines";
    }

    Path file() {
        return lines.file();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
