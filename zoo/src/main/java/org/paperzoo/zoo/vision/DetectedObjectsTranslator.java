package org.paperzoo.zoo.vision;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.BoundingBox;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.output.Rectangle;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.image.ImageReader;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.task.Detections;

/**
 * DJL's images to DJL's objects over a raw detector: proposals from a score on, the best first, with the names of their
 * classes and boxes as DJL counts them, in parts of the picture's sides.
 */
final class DetectedObjectsTranslator implements Translator<Image, DetectedObjects> {

    /** That of the authors' demonstration notebook ({@code detr_demo.ipynb}). */
    static final double DEFAULT_THRESHOLD = 0.7;

    private static final String PICTURES = "sizes of the images";

    private final Translator<Picture, Detections> detector;
    private final DetectionLabels labels;
    private final double threshold;

    DetectedObjectsTranslator(Translator<Picture, Detections> detector, DetectionLabels labels, double threshold) {
        this.detector = detector;
        this.labels = labels;
        this.threshold = threshold;
    }

    /** A translator by the card's settings {@code labels} and {@code threshold}. */
    static DetectedObjectsTranslator of(Translator<Picture, Detections> detector, ModelFiles files) throws IOException {
        JsonNode threshold = files.settings().path("threshold");
        if (!threshold.isMissingNode()
                && !(threshold.isNumber() && threshold.doubleValue() >= 0 && threshold.doubleValue() <= 1)) {
            throw new InvalidInputException(files.configuration().source() + ": translator setting \"threshold\" is "
                    + threshold + "; expected a number in [0, 1]");
        }
        return new DetectedObjectsTranslator(
                detector, DetectionLabels.of(files), threshold.asDouble(DEFAULT_THRESHOLD));
    }

    @Override
    public Batchifier getBatchifier() {
        return detector.getBatchifier();
    }

    @Override
    public NDList processInput(TranslatorContext context, Image image) throws Exception {
        return detector.processInput(context, ImageReader.read(image));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<Image> images) throws Exception {
        List<Picture> pictures = new ArrayList<>();
        for (Image image : images) {
            pictures.add(ImageReader.read(image));
        }
        context.setAttachment(PICTURES, images);
        return detector.batchProcessInput(context, pictures);
    }

    @Override
    public List<DetectedObjects> batchProcessOutput(TranslatorContext context, NDList outputs) throws Exception {
        List<?> images = (List<?>) context.getAttachment(PICTURES);
        List<Detections> found = detector.batchProcessOutput(context, outputs);
        List<DetectedObjects> objects = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Image image = (Image) images.get(i);
            objects.add(objects(found.get(i), image.getWidth(), image.getHeight()));
        }
        return objects;
    }

    @Override
    public DetectedObjects processOutput(TranslatorContext context, NDList outputs) {
        throw new UnsupportedOperationException("outputs are processed batch by batch");
    }

    private DetectedObjects objects(Detections found, double width, double height) {
        List<String> names = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        List<BoundingBox> boxes = new ArrayList<>();
        IntStream.range(0, found.size())
                .filter(index -> found.scores()[index] >= threshold)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer index) -> found.scores()[index])
                        .reversed())
                .forEach(index -> {
                    double left = found.boxes()[4 * index] / width;
                    double top = found.boxes()[4 * index + 1] / height;
                    double right = found.boxes()[4 * index + 2] / width;
                    double bottom = found.boxes()[4 * index + 3] / height;
                    names.add(labels.name(found.labels()[index]));
                    scores.add((double) found.scores()[index]);
                    boxes.add(new Rectangle(left, top, right - left, bottom - top));
                });
        return new DetectedObjects(names, scores, boxes);
    }
}
