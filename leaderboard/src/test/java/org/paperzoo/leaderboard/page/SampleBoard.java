package org.paperzoo.leaderboard.page;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.KeptExample.KeptBox;
import org.paperzoo.evaluation.result.KeptExample.KeptPicture;
import org.paperzoo.evaluation.result.KeptExample.KeptSeries;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.evaluation.result.Result.Memory;
import org.paperzoo.evaluation.result.Result.Provenance;
import org.paperzoo.evaluation.result.Result.Speed;
import org.paperzoo.leaderboard.SyntheticResults;
import org.paperzoo.leaderboard.store.ContentAddress;
import org.paperzoo.leaderboard.store.ReportedValue;
import org.paperzoo.leaderboard.store.ResultStore;

/** A store with something of everything that pages show, and with texts that attack them. */
public final class SampleBoard {

    /** What no page may take for markup. */
    public static final String ATTACK = "<script>window.hacked=1</script><img src=x onerror=\"window.hacked=1\">'\"&";

    /** Addresses of runs that kept examples. */
    public final String forecast;

    public final String detection;
    public final String segmentation;
    public final String texts;

    private SampleBoard(String forecast, String detection, String segmentation, String texts) {
        this.forecast = forecast;
        this.detection = detection;
        this.segmentation = segmentation;
        this.texts = texts;
    }

    public static SampleBoard fill(ResultStore store) throws IOException {
        String forecast = store.add(SyntheticResults.forecast(0.474, "2026-11-20T10:00:00Z"))
                .address();
        store.add(SyntheticResults.forecast(0.481, "2026-11-19T10:00:00Z"));
        store.add(SyntheticResults.forecast("informer-etth1-m-24", "OnnxRuntime", 0.474, "2026-11-20T11:00:00Z"));
        store.add(SyntheticResults.forecast("informer-etth1-m-24", "TorchScript", 0.474, "2026-11-20T12:00:00Z"));
        store.add(SyntheticResults.forecast("informer-of-ours", "PyTorch", 0.59, "2026-11-21T10:00:00Z"));
        store.add(SyntheticResults.speedAlone());
        store.keep(forecast, forecasts());
        String detection = store.add(detection()).address();
        store.keep(detection, detections());
        String segmentation = store.add(other(
                        "segmenter", "sample-segmentation", "semantic-segmentation", "miou-mmseg", "mIoU", 0.61, "a"))
                .address();
        store.keep(segmentation, masks());
        String texts = store.add(other(
                        "bart-large-xsum", "xsum", "text-generation", "rouge-google-stem", "rouge1", 0.45, ATTACK))
                .address();
        store.keep(texts, texts());
        store.addReported(List.of(
                new ReportedValue(ATTACK, "ett-h1-m-24", ATTACK, ATTACK, "mse", 0.5, ATTACK, ATTACK),
                new ReportedValue("informer-etth1-m-24", null, "ETTh1", "MSE", null, 0.6, "a blog", null)));
        return new SampleBoard(forecast, detection, segmentation, texts);
    }

    private static Result detection() {
        return other("detr-resnet-50", "coco-2017-val-detection", "object-detection", "coco-box-ap", "AP", 0.418, "b");
    }

    private static Result other(
            String model, String benchmark, String task, String metric, String name, double value, String words) {
        Provenance usual = SyntheticResults.provenance("PyTorch", "2026-11-22T10:00:00Z", ContentAddress.of(model));
        Provenance provenance = new Provenance(
                usual.started(),
                "weights " + words,
                usual.weightsSha256(),
                "data " + words,
                usual.dataSha256(),
                usual.paperzoo(),
                usual.djl(),
                usual.engine(),
                usual.engineVersion(),
                usual.device(),
                usual.precision(),
                2,
                null,
                null,
                null,
                null,
                0,
                usual.java(),
                usual.system(),
                "processor " + words,
                2,
                "paperzoo eval " + model + " # " + words);
        String split = benchmark.equals("coco-2017-val-detection") ? "val" : "test";
        return new Result(
                Result.SCHEMA,
                model,
                benchmark,
                task,
                split,
                5000,
                true,
                true,
                List.of(new MeasuredValue(metric, name, value, value - 0.01, value + 0.01, 1000, true, true)),
                List.of(new MetricDefinition(metric, name, "fraction", 0, 1, true, "reference " + words)),
                new Speed(1, 2, 0.7, 1430, 1500, 1700, 900),
                new Memory(1L << 30, 160L << 20),
                provenance);
    }

    private static KeptExamples forecasts() {
        List<KeptExample> examples = new ArrayList<>();
        for (int index = 0; index < 25; index++) {
            List<Float> past = new ArrayList<>();
            List<Float> forecast = new ArrayList<>();
            List<Float> actual = new ArrayList<>();
            for (int step = 0; step < 72; step++) {
                float value = (float) Math.sin((step + index) / 6.0);
                if (step < 48) {
                    past.add(value);
                } else {
                    actual.add(value);
                    forecast.add(value * 0.9f + 0.05f);
                }
            }
            examples.add(KeptExample.ofSeries(
                    index, Map.of("mse", 0.01 * index), new KeptSeries("OT, standardised", past, forecast, actual)));
        }
        return new KeptExamples(Map.of(), List.of(), examples, Map.of());
    }

    private static KeptExamples detections() throws IOException {
        KeptPicture picture = new KeptPicture("00000.png", "a red square on grey", 640, 480);
        KeptExample example = KeptExample.ofPictures(
                0,
                Map.of("coco-box-ap", 0.5),
                List.of(new KeptBox(17, 0.93, 100, 80, 200, 220), new KeptBox(3, 0.41, 400, 300, 80, 60)),
                List.of(new KeptBox(17, null, 110, 90, 200, 200)),
                List.of(picture));
        return new KeptExamples(Map.of(), List.of(), List.of(example), Map.of("00000.png", png(Color.GRAY, Color.RED)));
    }

    private static KeptExamples masks() throws IOException {
        KeptExample example = KeptExample.ofPictures(
                0,
                Map.of(),
                List.of(),
                List.of(),
                List.of(
                        new KeptPicture("00000.png", "the picture", 640, 480),
                        new KeptPicture("00000-found.png", "the classes found", 640, 480),
                        new KeptPicture("00000-expected.png", "the classes expected", 640, 480)));
        return new KeptExamples(
                Map.of(),
                List.of(),
                List.of(example),
                Map.of(
                        "00000.png", png(Color.GRAY, Color.RED),
                        "00000-found.png", png(Color.BLACK, Color.GREEN),
                        "00000-expected.png", png(Color.BLACK, Color.YELLOW)));
    }

    private static KeptExamples texts() {
        return new KeptExamples(
                Map.of(),
                List.of(),
                List.of(KeptExample.ofTexts(0, ATTACK, "an output\n" + ATTACK, "a reference", Map.of())),
                Map.of());
    }

    private static byte[] png(Color ground, Color square) throws IOException {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(ground);
        graphics.fillRect(0, 0, 320, 240);
        graphics.setColor(square);
        graphics.fillRect(55, 45, 100, 100);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
