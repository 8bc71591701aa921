package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.vision.Category;
import org.paperzoo.datasets.vision.CocoAnnotations;
import org.paperzoo.datasets.vision.CocoDetail;
import org.paperzoo.datasets.vision.CocoResults;
import org.paperzoo.datasets.vision.ObjectAnnotation;
import org.paperzoo.datasets.vision.RunLengthMask;
import org.paperzoo.evaluation.metric.detection.AnnotatedObjects;
import org.paperzoo.evaluation.metric.detection.BoxPrediction;
import org.paperzoo.evaluation.metric.detection.BoxReference;
import org.paperzoo.evaluation.metric.detection.FederatedReference;
import org.paperzoo.evaluation.metric.detection.KeypointPrediction;
import org.paperzoo.evaluation.metric.detection.KeypointReference;
import org.paperzoo.evaluation.metric.detection.LvisFrequency;
import org.paperzoo.evaluation.metric.detection.MaskPrediction;
import org.paperzoo.evaluation.metric.detection.MaskReference;

/**
 * The pictures of a COCO annotation file with the results for them. Masks are filled in when a picture's are asked for, by
 * whichever thread asks. Refuses by {@link InvalidDataException} what is damaged, naming file and entry.
 */
public final class CocoPictures {

    private final CocoAnnotations annotations;
    private final CocoResults results;

    private CocoPictures(CocoAnnotations annotations, CocoResults results) {
        this.annotations = annotations;
        this.results = results;
    }

    /** Reads both files at once. */
    public static CocoPictures open(Path annotationFile, Path resultFile, CocoDetail detail) throws IOException {
        FutureTask<CocoAnnotations> reading = new FutureTask<>(() -> readAnnotations(annotationFile, detail));
        Thread reader = new Thread(reading, "paperzoo-annotations");
        reader.setDaemon(true);
        reader.start();
        CocoResults results;
        try {
            results = CocoResults.read(resultFile, detail, () -> finished(reading));
        } catch (IOException e) {
            // Of two broken files the annotations are told first, however fast each was read.
            finished(reading);
            throw e;
        }
        return new CocoPictures(finished(reading), results);
    }

    private static CocoAnnotations readAnnotations(Path file, CocoDetail detail) throws IOException {
        CocoAnnotations annotations = CocoAnnotations.read(file, detail);
        if (annotations.categories().isEmpty()) {
            throw new InvalidDataException(file + ": lists no categories");
        }
        for (Category category : annotations.categories()) {
            if (category.id() != (int) category.id()) {
                throw new InvalidDataException(
                        file + ": category " + category.id() + " has a number of more than 32 bits");
            }
        }
        return annotations;
    }

    private static CocoAnnotations finished(FutureTask<CocoAnnotations> reading) throws IOException {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            } else if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading annotations");
        }
    }

    /** Number of pictures, those without annotations included. */
    public int size() {
        return annotations.imageCount();
    }

    /** What to call a picture in messages. */
    public String where(int image) {
        return annotations.file() + ": image " + annotations.imageId(image);
    }

    /** Names of the categories by number. */
    public Map<Integer, String> categories() {
        Map<Integer, String> names = new LinkedHashMap<>();
        annotations.categories().forEach(category -> names.put((int) category.id(), category.name()));
        return names;
    }

    /**
     * How often each category occurs in training.
     *
     * @throws InvalidDataException if the file does not say it of one
     */
    public Map<Integer, LvisFrequency> frequencies() throws InvalidDataException {
        Map<Integer, LvisFrequency> frequencies = new LinkedHashMap<>();
        List<Category> categories = annotations.categories();
        for (int i = 0; i < categories.size(); i++) {
            String where =
                    annotations.file() + ": category " + categories.get(i).id();
            String letter = annotations
                    .frequency(i)
                    .orElseThrow(
                            () -> new InvalidDataException(where + " has no \"frequency\", which LVIS's files say"));
            try {
                frequencies.put((int) categories.get(i).id(), LvisFrequency.of(letter));
            } catch (IllegalArgumentException e) {
                throw new InvalidDataException(where + ": " + e.getMessage(), e);
            }
        }
        return frequencies;
    }

    /** The boxes found in a picture. */
    public BoxPrediction foundBoxes(int image) throws InvalidDataException {
        int[] found = results.of(image);
        double[] boxes = new double[4 * found.length];
        double[] areas = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            System.arraycopy(results.box(found[i]), 0, boxes, 4 * i, 4);
            areas[i] = results.area(found[i]);
        }
        return new BoxPrediction(boxes, scores(found), foundCategories(found), areas);
    }

    /** The masks found in a picture. */
    public MaskPrediction foundMasks(int image) throws InvalidDataException {
        int[] found = results.of(image);
        List<RunLengthMask> masks = new ArrayList<>(found.length);
        double[] areas = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            RunLengthMask mask = results.mask(found[i]);
            masks.add(mask);
            areas[i] = results.boxed() ? results.area(found[i]) : mask.area();
        }
        return new MaskPrediction(masks, scores(found), foundCategories(found), areas);
    }

    /** The bodies of points found in a picture. */
    public KeypointPrediction foundKeypoints(int image) throws InvalidDataException {
        int[] found = results.of(image);
        double[][] keypoints = new double[found.length][];
        double[] areas = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            keypoints[i] = results.keypoints(found[i]);
            areas[i] = results.area(found[i]);
        }
        return new KeypointPrediction(keypoints, scores(found), foundCategories(found), areas);
    }

    private double[] scores(int[] found) {
        double[] scores = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            scores[i] = results.score(found[i]);
        }
        return scores;
    }

    private int[] foundCategories(int[] found) {
        int[] categories = new int[found.length];
        for (int i = 0; i < found.length; i++) {
            categories[i] = results.category(found[i]);
        }
        return categories;
    }

    /** The boxes annotated in a picture. */
    public BoxReference annotatedBoxes(int image) {
        Annotated annotated = new Annotated(annotations.objectsOf(image));
        return new BoxReference(
                annotations.imageId(image),
                annotated.ids,
                annotated.boxes,
                annotated.categories,
                annotated.areas,
                annotated.crowds);
    }

    /** The masks annotated in a picture. */
    public MaskReference annotatedMasks(int image) throws InvalidDataException {
        Annotated annotated = new Annotated(annotations.objectsOf(image));
        List<RunLengthMask> masks = new ArrayList<>(annotated.ids.length);
        for (int i = 0; i < annotated.ids.length; i++) {
            masks.add(annotations.mask(image, i));
        }
        return new MaskReference(
                annotations.imageId(image),
                annotated.ids,
                masks,
                annotated.categories,
                annotated.areas,
                annotated.crowds);
    }

    /** The bodies of points annotated in a picture. */
    public KeypointReference annotatedKeypoints(int image) {
        Annotated annotated = new Annotated(annotations.objectsOf(image));
        double[][] keypoints = new double[annotated.ids.length][];
        int[] counts = new int[keypoints.length];
        for (int i = 0; i < keypoints.length; i++) {
            keypoints[i] = annotations.keypoints(image, i);
            counts[i] = annotations.keypointCount(image, i);
        }
        return new KeypointReference(
                annotations.imageId(image),
                annotated.ids,
                keypoints,
                counts,
                annotated.boxes,
                annotated.categories,
                annotated.areas,
                annotated.crowds);
    }

    /**
     * What is annotated in a picture of LVIS.
     *
     * @throws InvalidDataException if the file does not say which categories are absent or incomplete
     */
    public <R extends AnnotatedObjects> FederatedReference<R> federated(int image, R objects)
            throws InvalidDataException {
        boolean[] ignored = new boolean[objects.size()];
        for (int i = 0; i < ignored.length; i++) {
            ignored[i] = annotations.ignored(image, i);
        }
        int[] absent = annotations
                .absentCategories(image)
                .orElseThrow(() -> new InvalidDataException(where(image) + " has no \"neg_category_ids\""));
        int[] incomplete = annotations
                .incompleteCategories(image)
                .orElseThrow(() -> new InvalidDataException(where(image) + " has no \"not_exhaustive_category_ids\""));
        return new FederatedReference<>(objects, ignored, absent, incomplete);
    }

    /** Columns of what all kinds of annotations have. */
    private static final class Annotated {

        private final long[] ids;
        private final double[] boxes;
        private final int[] categories;
        private final double[] areas;
        private final boolean[] crowds;

        Annotated(List<ObjectAnnotation> objects) {
            ids = new long[objects.size()];
            boxes = new double[4 * ids.length];
            categories = new int[ids.length];
            areas = new double[ids.length];
            crowds = new boolean[ids.length];
            for (int i = 0; i < ids.length; i++) {
                ObjectAnnotation object = objects.get(i);
                ids[i] = object.id();
                boxes[4 * i] = object.left();
                boxes[4 * i + 1] = object.top();
                boxes[4 * i + 2] = object.width();
                boxes[4 * i + 3] = object.height();
                categories[i] = (int) object.category();
                areas[i] = object.area();
                crowds[i] = object.crowd();
            }
        }
    }
}
