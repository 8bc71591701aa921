package org.paperzoo.datasets.text;

import java.io.IOException;
import java.nio.file.Path;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;

/** Two files whose lines belong together: line n of one is the source of line n of the other. Ids are line numbers. */
public final class ParallelText implements TextPairs {

    private final LineReader sources;
    private final LineReader targets;

    private ParallelText(LineReader sources, LineReader targets) {
        this.sources = sources;
        this.targets = targets;
    }

    /** Opens both files. */
    public static ParallelText open(Path sourceFile, Path targetFile) throws IOException {
        LineReader sources = LineReader.open(sourceFile);
        try {
            return new ParallelText(sources, LineReader.open(targetFile));
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
        String source = sources.read();
        String target = targets.read();
        if (source != null && target != null) {
            return new TextPair(Long.toString(sources.line()), source.strip(), target.strip());
        }
        if (source == null && target == null) {
            return null;
        }
        LineReader longer = source == null ? targets : sources;
        LineReader shorter = source == null ? sources : targets;
        long counted = longer.line();
        while (longer.read() != null) {
            counted++;
        }
        throw new InvalidDataException(longer.file() + ": " + counted + " lines, but " + shorter.file() + " has "
                + shorter.line() + "; they must be as many");
    }

    @Override
    public void close() throws IOException {
        try (sources) {
            targets.close();
        }
    }
}
