package org.paperzoo.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.Warmup;
import org.paperzoo.zoo.image.EvaluationInputs;
import org.paperzoo.zoo.image.OpenCvResampling;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.image.PictureReader;
import org.paperzoo.zoo.image.Resampling;
import org.paperzoo.zoo.image.ShortestSide;

/** A picture of COCO's usual size, 640 by 480, on its way into a network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PictureBenchmark {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    private final PictureInput detr = EvaluationInputs.detr(new ShortestSide(800, 1333));
    private Picture picture;
    private byte[] jpeg;

    @Setup
    public void draw() throws IOException {
        Random random = new Random(1);
        byte[] pixels = new byte[Picture.CHANNELS * WIDTH * HEIGHT];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / Picture.CHANNELS % WIDTH;
            int y = i / Picture.CHANNELS / WIDTH;
            double level = 128 + 80 * Math.sin(x / 17.0 + i % 3) * Math.cos(y / 23.0) + 8 * random.nextGaussian();
            pixels[i] = (byte) Math.max(0, Math.min(255, level));
        }
        picture = new Picture(WIDTH, HEIGHT, pixels);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(picture.toBufferedImage(), "jpeg", file);
        jpeg = file.toByteArray();
    }

    @Benchmark
    public Picture decode() throws IOException {
        return PictureReader.read(jpeg, "picture.jpg");
    }

    @Benchmark
    public Picture bilinear() {
        return Resampling.BILINEAR.resize(picture, 1066, 800);
    }

    @Benchmark
    public Picture bicubicSmall() {
        return Resampling.BICUBIC.resize(picture, 224, 224);
    }

    @Benchmark
    public Picture openCvLinear() {
        return OpenCvResampling.LINEAR.resize(picture, 1066, 800);
    }

    @Benchmark
    public PictureInput.Planes detr() throws IOException {
        return detr.planes(PictureReader.read(jpeg, "picture.jpg"));
    }
}
