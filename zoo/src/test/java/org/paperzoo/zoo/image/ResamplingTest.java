package org.paperzoo.zoo.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ResamplingTest {

    /** What Pillow 9.4.0 made of two pictures. */
    @TestFactory
    List<DynamicTest> equalsPillowByteForByte() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        JsonNode cases =
                new ObjectMapper().readTree(file("cases.json").toFile()).get("cases");
        for (JsonNode each : cases) {
            tests.add(DynamicTest.dynamicTest(each.get("expected").textValue(), () -> {
                Picture source = PictureReader.read(file(each.get("source").textValue()));
                Picture expected = PictureReader.read(file(each.get("expected").textValue()));
                Resampling filter =
                        Resampling.valueOf(each.get("filter").textValue().toUpperCase(Locale.ROOT));
                Picture resized = filter.resize(
                        source, each.get("width").intValue(), each.get("height").intValue());
                assertEquals(expected.width(), resized.width());
                assertEquals(expected.height(), resized.height());
                assertArrayEquals(expected.pixels(), resized.pixels());
            }));
        }
        assertEquals(14, tests.size());
        return tests;
    }

    @Test
    void theShortestSideOfTheReferencePicturesIsTheReferences() throws Exception {
        ShortestSide side = new ShortestSide(320, 533);
        assertEquals(
                PictureReader.read(file("resized-0-shortest-320-max-533.png")),
                side.apply(PictureReader.read(file("source-0.png"))));
        assertEquals(
                PictureReader.read(file("resized-1-shortest-320-max-533.png")),
                side.apply(PictureReader.read(file("source-1.png"))));
    }

    /** Pillow 9.4.0's {@code HAMMING}. */
    @Test
    void hammingEqualsPillowByteForByte() throws Exception {
        assertEquals(
                PictureReader.read(resource("/formats/pillow/resized-0-97x61-hamming.png")),
                Resampling.HAMMING.resize(PictureReader.read(file("source-0.png")), 97, 61));
    }

    @TestFactory
    List<DynamicTest> equalsOpenCvByteForByte() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        JsonNode cases = new ObjectMapper()
                .readTree(resource("/formats/opencv/cases.json").toFile())
                .get("cases");
        for (JsonNode each : cases) {
            String name = each.get("expected").textValue();
            tests.add(DynamicTest.dynamicTest(
                    name,
                    () -> assertEquals(
                            PictureReader.read(resource("/formats/opencv/" + name)),
                            OpenCvResampling.LINEAR.resize(
                                    PictureReader.read(file(each.get("source").textValue())),
                                    each.get("width").intValue(),
                                    each.get("height").intValue()))));
        }
        assertEquals(6, tests.size());
        return tests;
    }

    @Test
    void aHighPictureThatWouldBeGiganticBetweenThePassesIsRefused() {
        Picture high = new Picture(1, 1 << 20, new byte[3 << 20]);
        assertThrows(IllegalArgumentException.class, () -> Resampling.BICUBIC.resize(high, 1 << 12, 4));
        assertEquals(4, OpenCvResampling.LINEAR.resize(high, 1 << 12, 4).height());
    }

    @Test
    void theSameSizeChangesNothing() throws Exception {
        Picture source = PictureReader.read(file("source-0.png"));
        for (Resampling filter : Resampling.values()) {
            assertEquals(source, filter.resize(source, source.width(), source.height()));
        }
    }

    @Test
    void onePixelGrowsToAnEvenArea() {
        Picture pixel = new Picture(1, 1, new byte[] {10, (byte) 200, 30});
        for (Resampling filter : Resampling.values()) {
            Picture grown = filter.resize(pixel, 5, 7);
            assertEquals(200, grown.at(4, 6, 1));
            assertEquals(30, grown.at(0, 3, 2));
        }
    }

    @Test
    void anEmptyOrGiganticResultIsRefused() {
        Picture pixel = new Picture(1, 1, new byte[3]);
        assertThrows(IllegalArgumentException.class, () -> Resampling.BOX.resize(pixel, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> Resampling.NEAREST.resize(pixel, 1 << 20, 1 << 20));
    }

    static Path file(String name) throws IOException {
        return resource("/formats/images/" + name);
    }

    static Path resource(String path) throws IOException {
        try {
            return Path.of(ResamplingTest.class.getResource(path).toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
