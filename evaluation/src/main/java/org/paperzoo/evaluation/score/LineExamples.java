package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.zoo.InvalidInputException;

/** A file of hypotheses, one a line, beside files of references whose lines stand for the same segments. */
public final class LineExamples implements Examples<String, List<String>> {

    /** The option that names the hypotheses. */
    public static final ScoreOption HYPOTHESES =
            ScoreOption.file("--hyp", "The system's texts, one a line, UTF-8.").ofPredictions();

    /** The option that names the references. */
    public static final ScoreOption REFERENCES = ScoreOption.file(
                    "--ref", "The references, one a line, UTF-8; several times for several references of each line.")
            .mandatory()
            .severalTimes();

    private final LineReader hypotheses;
    private final List<LineReader> references;

    private LineExamples(LineReader hypotheses, List<LineReader> references) {
        this.hypotheses = hypotheses;
        this.references = references;
    }

    /** Opens what the options {@link #HYPOTHESES} and {@link #REFERENCES} name. */
    public static LineExamples open(ScoreArguments arguments) throws IOException {
        return open(arguments.path(HYPOTHESES.name()), arguments.paths(REFERENCES.name()));
    }

    /** Opens files; none is left open where one cannot be opened. */
    public static LineExamples open(Path hypotheses, List<Path> references) throws IOException {
        List<LineReader> opened = new ArrayList<>();
        try {
            opened.add(LineReader.open(hypotheses));
            for (Path reference : references) {
                opened.add(LineReader.open(reference));
            }
        } catch (IOException e) {
            for (LineReader reader : opened) {
                reader.close();
            }
            throw e;
        }
        return new LineExamples(opened.get(0), List.copyOf(opened.subList(1, opened.size())));
    }

    @Override
    public Example<String, List<String>> next() throws IOException {
        String hypothesis = hypotheses.read();
        List<String> texts = new ArrayList<>(references.size());
        for (LineReader reader : references) {
            String text = reader.read();
            if ((text == null) != (hypothesis == null)) {
                LineReader longer = text == null ? hypotheses : reader;
                LineReader shorter = text == null ? reader : hypotheses;
                throw new InvalidInputException(shorter.file() + " ends after " + shorter.line() + " lines, but "
                        + longer.file() + " goes on with line " + longer.line()
                        + "; expected a line for each of its lines");
            }
            texts.add(text);
        }
        if (hypothesis == null && hypotheses.line() == 0) {
            throw new InvalidInputException(hypotheses.file() + ": is empty; expected one text a line");
        }
        return hypothesis == null ? null : Example.of(hypotheses.file() + ":" + hypotheses.line(), hypothesis, texts);
    }

    @Override
    public void close() throws IOException {
        hypotheses.close();
        for (LineReader reader : references) {
            reader.close();
        }
    }
}
