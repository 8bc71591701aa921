package org.paperzoo.datasets.text;

import java.io.IOException;
import java.nio.file.Path;
import org.paperzoo.datasets.InvalidDataException;

/**
 * Two files whose lines belong together: line n of one is the source of line n of the other. Ids are line numbers. Files
 * that end with {@code .sgm} have segments in place of lines.
 */
public final class ParallelText implements TextPairs {

    private final SegmentReader sources;
    private final SegmentReader targets;

    private ParallelText(SegmentReader sources, SegmentReader targets) {
        this.sources = sources;
        this.targets = targets;
    }

    /** Opens both files. */
    public static ParallelText open(Path sourceFile, Path targetFile) throws IOException {
        SegmentReader sources = SegmentReader.open(sourceFile);
        try {
            return new ParallelText(sources, SegmentReader.open(targetFile));
        } catch (IOException e) {
            sources.close();
            throw e;
        }
    }

    /**
     * The next pair, without white space around its texts, as the reference pipelines take them.
     *
     * @throws InvalidDataException if one file has more lines than the other, or is not UTF-8
     */
    @Override
    public TextPair next() throws IOException {
        String source = sources.next();
        String target = targets.next();
        if (source != null && target != null) {
            return new TextPair(Long.toString(sources.count()), source, target);
        }
        if (source == null && target == null) {
            return null;
        }
        SegmentReader longer = source == null ? targets : sources;
        SegmentReader shorter = source == null ? sources : targets;
        while (longer.next() != null) {
            // Counted to its end for the message.
        }
        throw new InvalidDataException(longer.file() + ": " + longer.count() + longer.unit() + ", but " + shorter.file()
                + " has " + shorter.count() + "; they must be as many");
    }

    @Override
    public void close() throws IOException {
        try (sources) {
            targets.close();
        }
    }
}
