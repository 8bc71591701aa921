package org.paperzoo.evaluation.prediction;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.timeseries.Forecast;
import ai.djl.timeseries.TimeSeriesData;
import ai.djl.timeseries.dataset.FieldName;
import ai.djl.translate.TranslateException;
import ai.djl.util.StringPair;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.datasets.series.SeriesCsv;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.image.DetectionDrawing;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureReader;
import org.paperzoo.zoo.image.PictureWriter;
import org.paperzoo.zoo.image.SegmentationDrawing;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.task.ClassScores;
import org.paperzoo.zoo.task.Detections;
import org.paperzoo.zoo.task.GeneratedText;
import org.paperzoo.zoo.task.PixelClasses;
import org.paperzoo.zoo.task.Task;
import org.paperzoo.zoo.vision.DetectionLabels;

/** One input through a model of any task: the answer as JSON, and for pictures and forecasts a drawing of it. */
public final class Prediction {

    private static final long MOST_INPUT_BYTES = 256L << 20;

    private Prediction() {}

    /**
     * Files that are written beside the answer.
     *
     * @param drawing a drawing of the answer: PNG for pictures, SVG for forecasts; null for none
     * @param labels a segmentation's classes: an indexed PNG whose values are the classes' numbers; null for none
     */
    public record Outputs(Path drawing, Path labels) {

        /** No file. */
        public static final Outputs NONE = new Outputs(null, null);

        private void check(PaperModel model) {
            if (labels != null && model.task() != Task.SEMANTIC_SEGMENTATION) {
                throw new IllegalArgumentException(
                        model.card().id() + " does " + model.task().label() + ": a picture of labels is an output of "
                                + Task.SEMANTIC_SEGMENTATION.label() + " alone");
            }
            if (drawing != null && (model.task() == Task.TEXT_GENERATION || model.task() == Task.TEXT_CLASSIFICATION)) {
                throw new IllegalArgumentException(
                        model.card().id() + " does " + model.task().label() + ": there is nothing to draw");
            }
        }
    }

    /**
     * Predicts.
     *
     * @param input a file: text, a picture, or a table of series
     * @param outputs which files are written beside the answer
     * @param threshold the least score of a detection that is given
     * @throws InvalidInputException if the input is not what the model takes
     * @throws IllegalArgumentException if a file is asked for that the model's task does not have
     */
    public static ObjectNode run(PaperModel model, Path input, Outputs outputs, double threshold) throws IOException {
        outputs.check(model);
        if (Files.size(input) > MOST_INPUT_BYTES) {
            throw new InvalidInputException(input + ": larger than " + (MOST_INPUT_BYTES >> 20) + " MiB");
        }
        try {
            return switch (model.task()) {
                case TEXT_GENERATION -> text(model, Files.readString(input, StandardCharsets.UTF_8));
                case OBJECT_DETECTION -> detection(model, input, outputs.drawing(), threshold);
                case FORECASTING -> forecast(model, input, outputs.drawing());
                case TEXT_CLASSIFICATION -> classification(model, input);
                case SEMANTIC_SEGMENTATION -> segmentation(model, input, outputs);
            };
        } catch (TranslateException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw new InvalidInputException(input + ": " + wrong.getMessage(), wrong);
            }
            throw new IOException(input + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode text(PaperModel model, String source) throws TranslateException {
        try (Predictor<String, GeneratedText> predictor = model.predictor(String.class, GeneratedText.class)) {
            GeneratedText found = predictor.predict(source);
            ObjectNode answer = answer(model);
            ArrayNode texts = answer.putArray("texts");
            for (int i = 0; i < found.texts().size(); i++) {
                texts.addObject()
                        .put("text", found.texts().get(i))
                        .put("score", found.scores().get(i));
            }
            return answer;
        }
    }

    /** The first line is the premise, the second the hypothesis. */
    private static ObjectNode classification(PaperModel model, Path input) throws IOException, TranslateException {
        List<String> lines = Files.readAllLines(input, StandardCharsets.UTF_8);
        if (lines.size() < 2) {
            throw new InvalidInputException(input + ": " + lines.size() + " lines; expected a text on each of two");
        }
        try (Predictor<StringPair, ClassScores> predictor = model.predictor(StringPair.class, ClassScores.class)) {
            ClassScores found = predictor.predict(new StringPair(lines.get(0), lines.get(1)));
            ObjectNode answer = answer(model);
            ObjectNode logits = answer.putObject("logits");
            for (int i = 0; i < found.logits().length; i++) {
                logits.put(found.labels().get(i), found.logits()[i]);
            }
            return answer;
        }
    }

    private static ObjectNode detection(PaperModel model, Path input, Path drawing, double threshold)
            throws IOException, TranslateException {
        Picture picture = PictureReader.read(input);
        DetectionLabels labels = DetectionLabels.of(model.files());
        try (Predictor<Picture, Detections> predictor = model.predictor(Picture.class, Detections.class)) {
            Detections found = predictor.predict(picture);
            ObjectNode answer = answer(model);
            answer.put("width", picture.width()).put("height", picture.height());
            ArrayNode objects = answer.putArray("objects");
            for (int i = 0; i < found.size(); i++) {
                if (found.scores()[i] >= threshold) {
                    ObjectNode object = objects.addObject();
                    object.put("label", found.labels()[i]);
                    object.put("name", labels.name(found.labels()[i]));
                    object.put("score", found.scores()[i]);
                    ArrayNode box = object.putArray("box");
                    for (int corner = 0; corner < 4; corner++) {
                        box.add(found.boxes()[4 * i + corner]);
                    }
                }
            }
            if (drawing != null) {
                PictureWriter.writePng(new DetectionDrawing(labels::name, threshold).draw(picture, found), drawing);
            }
            return answer;
        }
    }

    private static ObjectNode segmentation(PaperModel model, Path input, Outputs outputs)
            throws IOException, TranslateException {
        Picture picture = PictureReader.read(input);
        DetectionLabels labels = DetectionLabels.of(model.files());
        try (Predictor<Picture, PixelClasses> predictor = model.predictor(Picture.class, PixelClasses.class)) {
            PixelClasses found = predictor.predict(picture);
            ObjectNode answer = answer(model);
            answer.put("width", found.width()).put("height", found.height());
            ArrayNode classes = answer.putArray("classes");
            int[] counts = found.counts();
            for (int label = 0; label < counts.length; label++) {
                if (counts[label] > 0) {
                    classes.addObject()
                            .put("label", label)
                            .put("name", labels.name(label))
                            .put("pixels", counts[label])
                            .put("share", counts[label] / (double) found.classes().length);
                }
            }
            if (outputs.drawing() != null) {
                PictureWriter.writePng(SegmentationDrawing.draw(picture, found), outputs.drawing());
            }
            if (outputs.labels() != null) {
                PictureWriter.writePng(SegmentationDrawing.indexed(found), outputs.labels());
            }
            return answer;
        }
    }

    private static ObjectNode forecast(PaperModel model, Path input, Path drawing)
            throws IOException, TranslateException {
        SeriesTable table = SeriesCsv.read(input);
        if (table.rows() == 0) {
            throw new InvalidInputException(input + ": no rows");
        }
        int channels = table.columns().size();
        try (NDManager manager = model.djlModel().getNDManager().newSubManager();
                Predictor<TimeSeriesData, Forecast> predictor = model.predictor(TimeSeriesData.class, Forecast.class)) {
            float[] values = new float[table.values().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) table.values()[i];
            }
            TimeSeriesData series = new TimeSeriesData(1);
            series.setStartTime(table.times().get(0));
            series.setField(FieldName.TARGET, manager.create(values, new Shape(table.rows(), channels)));
            Forecast forecast = predictor.predict(series);
            NDArray mean = forecast.mean(); // [steps, channels]
            float[] future = mean.toFloatArray();
            int steps = Math.toIntExact(mean.getShape().get(0));
            int outputs = future.length / steps;
            List<String> names = table.columns().subList(channels - outputs, channels);
            ObjectNode answer = answer(model);
            answer.put("after", table.times().get(table.rows() - 1).toString());
            ObjectNode columns = answer.putObject("forecast");
            for (int column = 0; column < outputs; column++) {
                ArrayNode numbers = columns.putArray(names.get(column));
                for (int step = 0; step < steps; step++) {
                    numbers.add(future[step * outputs + column]);
                }
            }
            if (drawing != null) {
                ForecastPlot.write(table, names, future, drawing);
            }
            return answer;
        }
    }

    private static ObjectNode answer(PaperModel model) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("model", model.card().id())
                .put("task", model.task().label());
    }
}
