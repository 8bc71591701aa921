package org.paperzoo.evaluation.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.series.SeriesWindows;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.metric.image.Pixels;
import org.paperzoo.evaluation.metric.image.SignalToNoise;
import org.paperzoo.evaluation.metric.image.StructuralSimilarity;
import org.paperzoo.evaluation.metric.series.ForecastError;
import org.paperzoo.evaluation.metric.series.SeriesWindow;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.testkit.SharedFiles;

/** Predictions in arrays: forecasts of series and of frames. */
class ArrayPredictionsTest {

    @TempDir
    private Path folder;

    private static byte[] npy(String type, String shape, byte[] content) {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + text.length + content.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
        bytes.put((byte) 1).put((byte) 0).putShort((short) text.length);
        return bytes.put(text).put(content).array();
    }

    private static byte[] floats(double... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            bytes.putFloat((float) number);
        }
        return bytes.array();
    }

    private static byte[] safetensors(String name, String shape, byte[] content) {
        byte[] header = ("{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[" + shape + "],\"data_offsets\":[0,"
                        + content.length + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(content)
                .array();
    }

    /** The windows as a model with a long past has them. */
    private static List<SeriesWindow> targets(Benchmark.Forecast benchmark, Path data) throws IOException {
        Dataset.Series dataset = Datasets.named(benchmark.dataset(), Dataset.Series.class);
        SeriesTable all = dataset.table(data == null ? DataSource.none() : DataSource.of(data));
        SeriesTable table = benchmark.features().equals("S") ? all.select(List.of(benchmark.target())) : all;
        SeriesWindows windows = SeriesWindows.of(
                table,
                dataset.cut(benchmark.split(), 96, table.rows()),
                new SeriesWindows.Lengths(96, 48, benchmark.horizon()),
                dataset.frequency(),
                true);
        List<SeriesWindow> targets = new ArrayList<>();
        for (int i = 0; i < windows.sizeInWholeBatches(32); i++) {
            float[] future = new float[benchmark.horizon() * table.columns().size()];
            windows.copyFuture(i, future, 0);
            targets.add(
                    SeriesWindow.of(future, benchmark.horizon(), table.columns().size()));
        }
        return targets;
    }

    private void forecastsScoreAsTheirErrors(String id, Path data) throws IOException {
        Benchmark.Forecast benchmark = (Benchmark.Forecast) Benchmarks.named(id);
        List<SeriesWindow> targets = targets(benchmark, data);
        int channels = targets.get(0).channels();
        int width = targets.get(0).values().length;
        Random random = new Random(7);
        float[] forecast = new float[targets.size() * width];
        List<SeriesWindow> forecasts = new ArrayList<>();
        double[] numbers = new double[forecast.length];
        for (int i = 0; i < targets.size(); i++) {
            for (int j = 0; j < width; j++) {
                forecast[i * width + j] = (float) (targets.get(i).values()[j] + random.nextGaussian() / 10);
                numbers[i * width + j] = forecast[i * width + j];
            }
            forecasts.add(SeriesWindow.of(
                    Arrays.copyOfRange(forecast, i * width, (i + 1) * width), benchmark.horizon(), channels));
        }
        double expected = new ForecastError(ForecastError.Headline.MSE)
                .evaluate(forecasts, targets)
                .value();
        String shape = targets.size() + ", " + benchmark.horizon() + ", " + channels;
        Path file = Files.write(folder.resolve("pred.npy"), npy("<f4", shape, floats(numbers)));
        Result result = Scored.all(id, file, data);
        assertEquals(targets.size(), result.examples());
        assertEquals(expected, Scored.value(result, "mse"), 1e-15);
        assertEquals(0.01, Scored.value(result, "mse"), 0.001);
        Path tensors = Files.write(folder.resolve("pred.safetensors"), safetensors("pred", shape, floats(numbers)));
        assertEquals(expected, Scored.value(Scored.all(id, tensors, data), "mse"), 1e-15);
    }

    @Test
    void forecastsOfGeneratedSeriesScoreAsTheirErrors() throws IOException {
        forecastsScoreAsTheirErrors("sample-forecast", null);
    }

    @Test
    void forecastsOfTheRealTableScoreAsTheirErrors() throws IOException {
        Path data = SharedFiles.require("data/ett");
        forecastsScoreAsTheirErrors("ett-h1-m-24", data);
        forecastsScoreAsTheirErrors("ett-h1-s-168", data);
        Path file = Files.write(folder.resolve("few.npy"), npy("<f4", "1, 24, 7", floats(new double[168])));
        Scored.refused("ett-h1-m-24", file, data, "few.npy: has the shape [1, 24, 7]", "2848 by [24, 7]");
    }

    private Path digits(int frames, int sequences, int side) throws IOException {
        Path data = Files.createDirectories(folder.resolve("digits"));
        byte[] pixels = new byte[frames * sequences * side * side];
        new Random(3).nextBytes(pixels);
        Files.write(
                data.resolve("mnist_test_seq.npy"),
                npy("|u1", frames + ", " + sequences + ", " + side + ", " + side, pixels));
        return data;
    }

    @Test
    void framesScoreByPixelsFromZeroToOneAndByPicturesOfEightBits() throws IOException {
        int side = 8;
        int size = side * side;
        Path data = digits(12, 3, side);
        byte[] all = Files.readAllBytes(data.resolve("mnist_test_seq.npy"));
        int start = all.length - 12 * 3 * size;
        double[] forecast = new double[3 * 2 * size];
        double squares = 0;
        double differences = 0;
        List<Pixels> predicted = new ArrayList<>();
        List<Pixels> actual = new ArrayList<>();
        Random random = new Random(5);
        for (int sequence = 0; sequence < 3; sequence++) {
            for (int frame = 0; frame < 2; frame++) {
                char[] found = new char[size];
                char[] right = new char[size];
                for (int i = 0; i < size; i++) {
                    // What lies beyond 0 and 1 is cut.
                    float value = random.nextFloat() * 1.2f - 0.1f;
                    forecast[(sequence * 2 + frame) * size + i] = value;
                    float cut = Math.max(0, Math.min(1, value));
                    right[i] = (char) (all[start + ((10 + frame) * 3 + sequence) * size + i] & 0xFF);
                    found[i] = (char) (int) (cut * 255);
                    squares += Math.pow(cut - right[i] / 255.0, 2);
                    differences += Math.abs(cut - right[i] / 255.0);
                }
                predicted.add(new Pixels(found, side, side, 1, 255));
                actual.add(new Pixels(right, side, side, 1, 255));
            }
        }
        Path file = Files.write(folder.resolve("preds.npy"), npy("<f4", "3, 2, 1, 8, 8", floats(forecast)));
        Result result = Scored.all("moving-mnist", file, data);
        assertEquals(6, result.examples());
        assertEquals(squares / 6, Scored.value(result, "frame-mse"), 1e-6);
        assertEquals(differences / 6, Scored.value(result, "frame-mae"), 1e-6);
        assertEquals(
                StructuralSimilarity.scikitImage(7).evaluate(predicted, actual).value(),
                Scored.value(result, "ssim-skimage"),
                1e-15);
        assertEquals(
                SignalToNoise.scikitImage().evaluate(predicted, actual).value(),
                Scored.value(result, "psnr-skimage"),
                1e-15);
        byte[] perfect = new byte[6 * size];
        for (int i = 0; i < perfect.length; i++) {
            perfect[i] = (byte) actual.get(i / size).samples()[i % size];
        }
        Files.write(file, npy("|u1", "3, 2, 8, 8", perfect));
        Result right = Scored.all("moving-mnist", file, data);
        assertEquals(0, Scored.value(right, "frame-mse"));
        assertEquals(1, Scored.value(right, "ssim-skimage"), 1e-12);
    }

    @Test
    void brokenArraysAreRefusedBeforeAnythingOfTheirSizeIsAllocated() throws IOException {
        Path data = digits(11, 2, 8);
        Path file = folder.resolve("preds.npy");
        double[] numbers = new double[2 * 64];
        byte[] right = npy("<f4", "2, 1, 8, 8", floats(numbers));
        for (Object[] hostile : new Object[][] {
            {npy("<f4", "999999999999, 999999999, 64, 64", new byte[16]), "is too large"},
            {npy("<f4", "4611686018427387904, 4", new byte[16]), "is too large"},
            {npy("<f4", "2, 1, 8, 9", floats(new double[144])), "has the shape [2, 1, 8, 9]"},
            {npy("<f4", "2, 1, 8, 8", new byte[16]), "an array of shape [2, 1, 8, 8] of <f4 takes"},
            {npy("<f4", "0, 1, 8, 8", new byte[0]), "has no rows of numbers"},
            {npy("<f4", "99999999999999999999", new byte[0]), "is no shape"},
            {npy("|O", "2, 1, 8, 8", new byte[16]), "the array holds |O"},
            {Arrays.copyOf(right, right.length - 1), "takes"},
            {Arrays.copyOf(right, 5), "is cut short"},
            {"no array at all".getBytes(StandardCharsets.UTF_8), "is no NumPy array"},
            {
                new String(right, StandardCharsets.ISO_8859_1)
                        .replace("False", "True ")
                        .getBytes(StandardCharsets.ISO_8859_1),
                "Fortran order"
            }
        }) {
            Files.write(file, (byte[]) hostile[0]);
            Scored.refused("moving-mnist", file, data, "preds.npy", (String) hostile[1]);
        }
        numbers[70] = Double.NaN;
        Files.write(file, npy("<f4", "2, 1, 8, 8", floats(numbers)));
        Scored.refused("moving-mnist", file, data, "preds.npy[1]: number 6 is NaN");
        Path other = Files.write(folder.resolve("preds.bin"), right);
        SubmissionRequest request = SubmissionRequest.of(Benchmarks.named("moving-mnist"), other, DataSource.of(data));
        String message = assertThrows(IllegalArgumentException.class, () -> Scored.run(request))
                .getMessage();
        assertTrue(message.contains(".npy or .safetensors"), message);
    }
}
