package org.paperzoo.evaluation.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * One example of a run as a reader wants to see it: what went in, what came out, what was expected, and how it scored.
 * What a task has not is null or empty. Immutable.
 *
 * @param index its place in the split, from 0
 * @param input the text that went in, or a name of it; null where there is none
 * @param output the text that came out; null where the output is no text
 * @param reference the text that was expected; null where it is no text
 * @param scores the headline value of each metric for this example alone, by the metric's ID, where it is defined
 * @param found objects that the model found
 * @param expected objects that the data set names
 * @param series what was forecast and what came; null for other tasks
 * @param pictures pictures to look at, the input first; masks where the model made them
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KeptExample(
        @JsonInclude(JsonInclude.Include.ALWAYS) long index,
        String input,
        String output,
        String reference,
        Map<String, Double> scores,
        List<KeptBox> found,
        List<KeptBox> expected,
        KeptSeries series,
        List<KeptPicture> pictures) {

    public KeptExample {
        scores = scores == null ? Map.of() : Map.copyOf(scores);
        found = found == null ? List.of() : List.copyOf(found);
        expected = expected == null ? List.of() : List.copyOf(expected);
        pictures = pictures == null ? List.of() : List.copyOf(pictures);
    }

    /** An example of texts. */
    public static KeptExample ofTexts(
            long index, String input, String output, String reference, Map<String, Double> scores) {
        return new KeptExample(index, input, output, reference, scores, null, null, null, null);
    }

    /** An example of pictures: objects, or masks, or both. */
    public static KeptExample ofPictures(
            long index,
            Map<String, Double> scores,
            List<KeptBox> found,
            List<KeptBox> expected,
            List<KeptPicture> pictures) {
        return new KeptExample(index, null, null, null, scores, found, expected, null, pictures);
    }

    /** A forecast. */
    public static KeptExample ofSeries(long index, Map<String, Double> scores, KeptSeries series) {
        return new KeptExample(index, null, null, null, scores, null, null, series, null);
    }

    /**
     * An object in a picture.
     *
     * @param label its category, in the data set's own numbering
     * @param score the model's confidence in [0, 1]; null for what the data set names
     * @param left left edge in pixels of the original picture
     * @param top top edge
     * @param width width
     * @param height height
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KeptBox(int label, Double score, double left, double top, double width, double height) {}

    /**
     * A forecast beside what came, for one of the series.
     *
     * @param name which series it is
     * @param past the last values that the model saw
     * @param forecast the model's values for each step
     * @param actual the data's values for the same steps
     */
    public record KeptSeries(String name, List<Float> past, List<Float> forecast, List<Float> actual) {

        public KeptSeries {
            past = List.copyOf(past);
            forecast = List.copyOf(forecast);
            actual = List.copyOf(actual);
        }
    }

    /**
     * A picture of the run's {@link KeptExamples#pictures()}.
     *
     * @param file its name there
     * @param description what it shows, for those who do not see it
     * @param width width of the original in pixels, which boxes count in; the kept picture may be smaller
     * @param height height of the original
     */
    public record KeptPicture(String file, String description, int width, int height) {}
}
