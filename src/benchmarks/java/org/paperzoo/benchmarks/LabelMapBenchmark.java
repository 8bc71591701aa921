package org.paperzoo.benchmarks;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.paperzoo.datasets.vision.PngFile;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.score.ScoreRequest;
import org.paperzoo.evaluation.score.ScoreRun;
import org.paperzoo.evaluation.score.Scorers;

/**
 * Mean IoU of a folder of 20 pairs of label maps in PNG files, of Cityscapes' size and number of classes, on all
 * processors; and the reading of the 40 files alone, by one thread, straight and through the JDK's pictures.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LabelMapBenchmark {

    private static final int PAIRS = 20;
    private static final int WIDTH = 2048;
    private static final int HEIGHT = 1024;
    private static final int CLASSES = 19;
    private static final int REGIONS = 60;

    private Path folder;

    @Setup
    public void paint() throws IOException {
        folder = Files.createTempDirectory("label-maps");
        for (String side : List.of("gt", "pred")) {
            Files.createDirectory(folder.resolve(side));
        }
        for (int pair = 0; pair < PAIRS; pair++) {
            byte[] labels = regions(new Random(pair));
            write("gt", pair, labels);
            // A prediction errs along a border here and there, and in single pixels.
            Random random = new Random(PAIRS + pair);
            for (int i = 0; i < labels.length / 100; i++) {
                int pixel = random.nextInt(labels.length);
                labels[pixel] = labels[Math.max(0, pixel - 1 - random.nextInt(40))];
            }
            write("pred", pair, labels);
        }
    }

    private static byte[] regions(Random random) {
        byte[] labels = new byte[WIDTH * HEIGHT];
        for (int region = 0; region < REGIONS; region++) {
            int x = random.nextInt(WIDTH);
            int y = random.nextInt(HEIGHT);
            double radius = 20 + random.nextInt(HEIGHT / 3);
            byte label = (byte) random.nextInt(CLASSES);
            for (int row = (int) Math.max(0, y - radius); row < Math.min(HEIGHT, y + radius); row++) {
                int half = (int) Math.sqrt(Math.max(0, radius * radius - (double) (row - y) * (row - y)));
                for (int column = Math.max(0, x - half); column < Math.min(WIDTH, x + half); column++) {
                    labels[row * WIDTH + column] = label;
                }
            }
        }
        return labels;
    }

    private void write(String side, int index, byte[] labels) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, WIDTH, HEIGHT, labels);
        ImageIO.write(image, "png", file(side, index).toFile());
    }

    private Path file(String side, int index) {
        return folder.resolve(side).resolve(index + ".png");
    }

    @Benchmark
    public MetricResult score() throws IOException {
        return ScoreRun.run(ScoreRequest.of(
                        Scorers.named("miou"),
                        Map.of(
                                "--gt", List.of(folder.resolve("gt").toString()),
                                "--pred", List.of(folder.resolve("pred").toString()),
                                "--classes", List.of(Integer.toString(CLASSES)))))
                .result();
    }

    @Benchmark
    public int read() throws IOException {
        int bytes = 0;
        for (int i = 0; i < PAIRS; i++) {
            bytes += PngFile.read(file("gt", i)).samples().length;
            bytes += PngFile.read(file("pred", i)).samples().length;
        }
        return bytes;
    }

    @Benchmark
    public int readThroughPictures() throws IOException {
        int width = 0;
        for (int i = 0; i < PAIRS; i++) {
            width += ImageIO.read(file("gt", i).toFile()).getWidth();
            width += ImageIO.read(file("pred", i).toFile()).getWidth();
        }
        return width;
    }

    @TearDown
    public void remove() throws IOException {
        for (int i = 0; i < PAIRS; i++) {
            Files.delete(file("gt", i));
            Files.delete(file("pred", i));
        }
        Files.delete(folder.resolve("gt"));
        Files.delete(folder.resolve("pred"));
        Files.delete(folder);
    }
}
