package org.paperzoo.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.paperzoo.datasets.vision.RunLengthMask;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.detection.BoxPrediction;
import org.paperzoo.evaluation.metric.detection.BoxReference;
import org.paperzoo.evaluation.metric.detection.CocoAveragePrecision;
import org.paperzoo.evaluation.metric.detection.MaskPrediction;
import org.paperzoo.evaluation.metric.detection.MaskReference;

/** COCO's twelve figures over 1,000 pictures, of COCO's own density: 100 detections and 7 annotations, 80 categories. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AveragePrecisionBenchmark {

    private static final int PICTURES = 1000;
    private static final int DETECTIONS = 100;
    private static final int ANNOTATIONS = 7;
    private static final int CATEGORIES = 80;
    private static final int CORNERS = 40;
    private static final int HEIGHT = 480;
    private static final int WIDTH = 640;

    private final List<BoxPrediction> predictions = new ArrayList<>();
    private final List<BoxReference> references = new ArrayList<>();
    private final List<MaskPrediction> maskPredictions = new ArrayList<>();
    private final List<MaskReference> maskReferences = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    @Setup
    public void paint() {
        Random random = new Random(1);
        for (int picture = 0; picture < PICTURES; picture++) {
            BoxReference reference = annotations(picture, random);
            references.add(reference);
            BoxPrediction prediction = detections(reference, random);
            predictions.add(prediction);
            maskReferences.add(new MaskReference(
                    reference.imageId(),
                    reference.ids(),
                    ellipses(reference.boxes()),
                    reference.categories(),
                    reference.areas(),
                    reference.crowds()));
            maskPredictions.add(
                    MaskPrediction.of(ellipses(prediction.boxes()), prediction.scores(), prediction.categories()));
        }
        maskPredictions.forEach(prediction -> prediction.masks().forEach(mask -> texts.add(mask.text())));
    }

    /** What fills boxes as objects do: polygons of forty corners. */
    private static List<RunLengthMask> ellipses(double[] boxes) {
        List<RunLengthMask> masks = new ArrayList<>(boxes.length / 4);
        for (int box = 0; box < boxes.length; box += 4) {
            double[] corners = new double[2 * CORNERS];
            for (int i = 0; i < CORNERS; i++) {
                double angle = 2 * Math.PI * i / CORNERS;
                corners[2 * i] = boxes[box] + boxes[box + 2] * (1 + Math.cos(angle)) / 2;
                corners[2 * i + 1] = boxes[box + 1] + boxes[box + 3] * (1 + Math.sin(angle)) / 2;
            }
            masks.add(RunLengthMask.ofPolygons(HEIGHT, WIDTH, List.of(corners)));
        }
        return masks;
    }

    @Benchmark
    public MetricResult masks() {
        Accumulator<MaskPrediction, MaskReference> accumulator =
                CocoAveragePrecision.ofMasks().newAccumulator();
        for (int i = 0; i < PICTURES; i++) {
            accumulator.update(maskPredictions.get(i), maskReferences.get(i));
        }
        return accumulator.result();
    }

    /** Texts to masks, as result files have them. */
    @Benchmark
    public long decodedMasks() {
        long area = 0;
        for (String text : texts) {
            area += RunLengthMask.parse(HEIGHT, WIDTH, text).area();
        }
        return area;
    }

    @Benchmark
    public MetricResult images() {
        Accumulator<BoxPrediction, BoxReference> accumulator =
                CocoAveragePrecision.ofBoxes().newAccumulator();
        for (int i = 0; i < PICTURES; i++) {
            accumulator.update(predictions.get(i), references.get(i));
        }
        return accumulator.result();
    }

    private static BoxReference annotations(int picture, Random random) {
        long[] ids = new long[ANNOTATIONS];
        double[] boxes = new double[4 * ANNOTATIONS];
        double[] areas = new double[ANNOTATIONS];
        int[] categories = new int[ANNOTATIONS];
        for (int i = 0; i < ANNOTATIONS; i++) {
            ids[i] = (long) picture * ANNOTATIONS + i + 1;
            place(boxes, i, random);
            areas[i] = boxes[4 * i + 2] * boxes[4 * i + 3];
            categories[i] = 1 + random.nextInt(CATEGORIES);
        }
        return new BoxReference(picture + 1, ids, boxes, categories, areas, new boolean[ANNOTATIONS]);
    }

    /** One detection near each annotation, the others anywhere. */
    private static BoxPrediction detections(BoxReference reference, Random random) {
        double[] boxes = new double[4 * DETECTIONS];
        double[] scores = new double[DETECTIONS];
        int[] categories = new int[DETECTIONS];
        for (int i = 0; i < DETECTIONS; i++) {
            if (i < ANNOTATIONS) {
                for (int side = 0; side < 4; side++) {
                    boxes[4 * i + side] = reference.boxes()[4 * i + side] * (0.95 + 0.1 * random.nextDouble());
                }
                categories[i] = reference.categories()[i];
            } else {
                place(boxes, i, random);
                categories[i] = 1 + random.nextInt(CATEGORIES);
            }
            scores[i] = random.nextDouble();
        }
        return new BoxPrediction(boxes, scores, categories);
    }

    private static void place(double[] boxes, int index, Random random) {
        boxes[4 * index] = 400 * random.nextDouble();
        boxes[4 * index + 1] = 300 * random.nextDouble();
        boxes[4 * index + 2] = 8 + 200 * random.nextDouble();
        boxes[4 * index + 3] = 8 + 150 * random.nextDouble();
    }
}
