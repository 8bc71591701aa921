package org.paperzoo.datasets.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.testkit.SharedFiles;

/** Against the tensors that Informer's own data_loader.py gave. */
class SeriesWindowsTest {

    private static final double VALUE_TOLERANCE = 1e-12;
    private static final double MARK_TOLERANCE = 1e-15;

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> windowsEqualThoseOfTheAuthorsReader() throws IOException {
        Path reference = SharedFiles.require("metrics/timeseries");
        JsonNode expected =
                new ObjectMapper().readTree(reference.resolve("expected.json").toFile());
        Path ett = folder.resolve("ETTh1.csv");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(reference.resolve("ETTh1.csv.gz")))) {
            Files.copy(in, ett, StandardCopyOption.REPLACE_EXISTING);
        }
        SeriesTable hourly = SeriesCsv.read(ett);
        SeriesTable custom = SeriesCsv.read(reference.resolve("custom.csv"));
        Tensors tensors = Tensors.read(reference.resolve("expected_windows.safetensors"));
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode dataset : expected.get("datasets")) {
            String name = dataset.get("cls").asText() + " " + dataset.get("size") + " "
                    + dataset.get("features").asText() + " "
                    + dataset.get("flag").asText() + " timeenc "
                    + dataset.get("timeenc") + " " + dataset.path("cols");
            tests.add(DynamicTest.dynamicTest(name, () -> {
                SeriesWindows windows = open(dataset, hourly, custom);
                assertEquals(dataset.get("len").asInt(), windows.size());
                if (dataset.has("scaler_mean")) {
                    assertArrayEquals(
                            doubles(dataset.get("scaler_mean")),
                            windows.standardisation().mean(),
                            VALUE_TOLERANCE);
                    assertArrayEquals(
                            doubles(dataset.get("scaler_std")),
                            windows.standardisation().deviation(),
                            VALUE_TOLERANCE);
                }
                for (JsonNode window : dataset.get("windows")) {
                    check(window, windows, tensors);
                }
            }));
        }
        return tests.stream();
    }

    private static void check(JsonNode window, SeriesWindows windows, Tensors tensors) {
        int index = window.get("index").asInt();
        String prefix = window.get("prefix").asText();
        if (window.get("seq_tensors").asBoolean()) {
            assertArrayEquals(tensors.get(prefix + "/seq_x"), windows.past(index), VALUE_TOLERANCE);
            assertArrayEquals(tensors.get(prefix + "/seq_y"), windows.target(index), VALUE_TOLERANCE);
        }
        if (tensors.header().has(prefix + "/x_mark")) {
            assertArrayEquals(tensors.get(prefix + "/x_mark"), windows.pastMarks(index), MARK_TOLERANCE);
            assertArrayEquals(tensors.get(prefix + "/y_mark"), windows.targetMarks(index), MARK_TOLERANCE);
        }
    }

    private static SeriesWindows open(JsonNode dataset, SeriesTable hourly, SeriesTable custom) {
        JsonNode size = dataset.get("size");
        SeriesWindows.Lengths lengths = new SeriesWindows.Lengths(
                size.get(0).asInt(), size.get(1).asInt(), size.get(2).asInt());
        Frequency frequency = Frequency.of(dataset.get("freq").asText());
        boolean normalized = dataset.get("timeenc").asInt() == 1;
        String flag = dataset.get("flag").asText();
        String split = flag.equals("val") ? "validation" : flag;
        String target = dataset.path("target").asText("OT");
        boolean single = dataset.get("features").asText().equals("S");
        switch (dataset.get("cls").asText()) {
            case "Dataset_ETT_hour", "Dataset_ETT_minute" -> {
                SeriesTable table = single ? hourly.select(List.of(target)) : hourly;
                SeriesWindows.Scale scale = dataset.path("inverse").asBoolean()
                        ? SeriesWindows.Scale.OWN_FUTURE
                        : dataset.path("scale").asBoolean(true)
                                ? SeriesWindows.Scale.STANDARDISED
                                : SeriesWindows.Scale.OWN;
                int perDay = dataset.get("cls").asText().endsWith("hour") ? 24 : 96;
                return SeriesWindows.of(
                        table,
                        SeriesSplit.ett(perDay, split, lengths.past(), table.rows()),
                        lengths,
                        frequency,
                        normalized,
                        scale);
            }
            case "Dataset_Custom" -> {
                SeriesTable table = custom;
                if (dataset.hasNonNull("cols")) {
                    List<String> columns = new ArrayList<>();
                    dataset.get("cols").forEach(column -> columns.add(column.asText()));
                    table = table.select(columns);
                }
                table = single ? table.select(List.of(target)) : table.withLast(target);
                return SeriesWindows.of(
                        table,
                        SeriesSplit.seventyTenTwenty(split, lengths.past(), table.rows()),
                        lengths,
                        frequency,
                        normalized);
            }
            default -> {
                return SeriesWindows.future(
                        custom.withLast(target), lengths, frequency, normalized, Duration.ofHours(1));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> timeFeaturesEqualThoseOfTheAuthorsCode() throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(
                        SharedFiles.require("metrics/timeseries/expected.json").toFile());
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode set : expected.get("time_features")) {
            tests.add(DynamicTest.dynamicTest(set.get("freq").asText() + " timeenc " + set.get("timeenc"), () -> {
                Frequency frequency = Frequency.of(set.get("freq").asText().toLowerCase(Locale.ROOT));
                for (int i = 0; i < set.get("dates").size(); i++) {
                    LocalDateTime time =
                            LocalDateTime.parse(set.get("dates").get(i).asText().replace(' ', 'T'));
                    double[] features =
                            set.get("timeenc").asInt() == 1 ? frequency.normalized(time) : frequency.calendar(time);
                    assertArrayEquals(doubles(set.get("expected").get(i)), features, MARK_TOLERANCE);
                }
            }));
        }
        return tests.stream();
    }

    @Test
    void aFloatWindowHoldsTheSameNumbersAsADoubleOne() {
        SeriesTable table = SampleSeries.generate(7);
        SeriesWindows.Lengths lengths = new SeriesWindows.Lengths(48, 24, 12);
        SeriesWindows windows =
                SeriesWindows.of(table, SeriesSplit.ett(24, "test", 48, table.rows()), lengths, Frequency.HOUR, true);
        float[] filled = new float[3 + 48 * 7];
        windows.copyPast(5, filled, 3);
        double[] past = windows.past(5);
        for (int i = 0; i < past.length; i++) {
            assertEquals((float) past[i], filled[3 + i]);
        }
        float[] future = new float[12 * 7];
        windows.copyFuture(5, future, 0);
        double[] target = windows.target(5);
        assertEquals((float) target[24 * 7], future[0]);
        float[] label = new float[24 * 7];
        windows.copyLabel(5, label, 0);
        assertEquals((float) target[0], label[0]);
        assertEquals(windows.size() / 32 * 32, windows.sizeInWholeBatches(32));
    }

    @Test
    void aTableTooShortForTheProtocolIsRefusedWithBothNumbers() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> SeriesSplit.ett(24, "test", 96, 10_000));
        assertTrue(e.getMessage().contains("10000") && e.getMessage().contains("14400"), e.getMessage());
    }

    private static double[] doubles(JsonNode list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).asDouble();
        }
        return values;
    }

    /** A safetensors file of floating-point tensors, read for the test alone. */
    private record Tensors(JsonNode header, ByteBuffer data) {

        static Tensors read(Path file) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[(int) bytes.getLong()];
            bytes.get(header);
            return new Tensors(
                    new ObjectMapper().readTree(new String(header, StandardCharsets.UTF_8)),
                    bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        }

        double[] get(String name) {
            JsonNode offsets = header.get(name).get("data_offsets");
            int first = offsets.get(0).asInt();
            int length = offsets.get(1).asInt() - first;
            ByteBuffer bytes = data.slice(first, length).order(ByteOrder.LITTLE_ENDIAN);
            // Calendar marks are integers that the file stores as float32.
            boolean wide = header.get(name).get("dtype").asText().equals("F64");
            double[] values = new double[length / (wide ? Double.BYTES : Float.BYTES)];
            for (int i = 0; i < values.length; i++) {
                values[i] = wide ? bytes.getDouble() : bytes.getFloat();
            }
            return values;
        }
    }
}
