package org.paperzoo.datasets.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.paperzoo.datasets.InvalidDataException;

/** Two files whose lines belong together: line n of one is the source of line n of the other. */
public final class ParallelText implements TextPairs {

    private final Path sourceFile;
    private final Path targetFile;
    private final BufferedReader sources;
    private final BufferedReader targets;
    private long line;

    private ParallelText(Path sourceFile, Path targetFile, BufferedReader sources, BufferedReader targets) {
        this.sourceFile = sourceFile;
        this.targetFile = targetFile;
        this.sources = sources;
        this.targets = targets;
    }

    /** Opens both files. */
    public static ParallelText open(Path sourceFile, Path targetFile) throws IOException {
        BufferedReader sources = Files.newBufferedReader(sourceFile);
        try {
            return new ParallelText(sourceFile, targetFile, sources, Files.newBufferedReader(targetFile));
        } catch (IOException e) {
            sources.close();
            throw e;
        }
    }

    /**
     * The next pair.
     *
     * @throws InvalidDataException if one file has more lines than the other, or is not UTF-8
     */
    @Override
    public TextPair next() throws IOException {
        try {
            String source = sources.readLine();
            String target = targets.readLine();
            if ((source == null) != (target == null)) {
                Path longer = source == null ? targetFile : sourceFile;
                long all = line + 1;
                BufferedReader rest = source == null ? targets : sources;
                while (rest.readLine() != null) {
                    all++;
                }
                throw new InvalidDataException(longer + ": " + all + " lines, but "
                        + (source == null ? sourceFile : targetFile) + " has " + line + "; they must be as many");
            }
            line++;
            return source == null ? null : new TextPair(Long.toString(line), source, target);
        } catch (CharacterCodingException e) {
            throw new InvalidDataException(
                    sourceFile + " or " + targetFile + ": line " + (line + 1) + " is not UTF-8 text", e);
        }
    }

    @Override
    public void close() throws IOException {
        try (sources) {
            targets.close();
        }
    }
}
