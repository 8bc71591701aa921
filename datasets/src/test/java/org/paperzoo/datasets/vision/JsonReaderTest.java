package org.paperzoo.datasets.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.vision.JsonReader.Token;

class JsonReaderTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @TempDir
    Path folder;

    @Test
    void itReadsWhatJacksonWrites() throws IOException {
        Random random = new Random(6);
        ObjectMapper mapper = new ObjectMapper();
        for (int round = 0; round < 200; round++) {
            JsonNode tree = tree(random, 4);
            byte[] bytes = round % 2 == 0
                    ? mapper.writeValueAsBytes(tree)
                    : mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
            assertEquals(tree, read(Files.write(folder.resolve("a.json"), bytes)));
        }
    }

    @Test
    void whatIsLongerThanTheBufferIsReadWhole() throws IOException {
        ArrayNode tree = NODES.arrayNode();
        Random random = new Random(7);
        tree.add("x".repeat(200_000)).add("\"\\ü€😀".repeat(30_000));
        for (int i = 0; i < 40_000; i++) {
            tree.add(random.nextInt() / 1000.0).add(random.nextLong() % 1_000_000_000);
        }
        Path file = folder.resolve("a.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            new ObjectMapper().writeValue(out, tree);
        }
        assertTrue(tree.equals(read(file)));
    }

    @Test
    void numbersAreTheNearestDoubles() throws IOException {
        Random random = new Random(8);
        StringBuilder text = new StringBuilder("[0.5");
        double[] expected = new double[20_000];
        for (int i = 0; i < expected.length; i++) {
            double number = switch (i % 4) {
                case 0 -> random.nextDouble();
                case 1 -> random.nextInt(100_000) / 100.0;
                case 2 -> -random.nextDouble() * Math.pow(10, random.nextInt(600) - 300);
                default -> random.nextLong() / 1e6;
            };
            expected[i] = number;
            text.append(", ").append(number);
        }
        try (JsonReader json = JsonReader.open(write(text.append("]").toString()), "file")) {
            json.next();
            json.next();
            for (double number : expected) {
                assertEquals(Token.DECIMAL, json.next());
                assertEquals(number, json.number());
            }
        }
    }

    private static JsonNode tree(Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 5 : 8)) {
            case 0:
                return NODES.numberNode(random.nextLong() / (1L << 8));
            case 1:
                return NODES.numberNode(random.nextGaussian());
            case 2:
                return NODES.booleanNode(random.nextBoolean());
            case 3:
                return NODES.nullNode();
            case 4:
                return NODES.textNode(text(random));
            case 5:
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.set(text(random), tree(random, depth - 1));
                }
                return object;
            default:
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(tree(random, depth - 1));
                }
                return array;
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int kind = random.nextInt(4);
            text.appendCodePoint(
                    kind == 0
                            ? random.nextInt(0x20)
                            : kind == 1 ? 0x1F600 + random.nextInt(50) : 0x20 + random.nextInt(0x400));
        }
        return text.toString();
    }

    private static JsonNode read(Path file) throws IOException {
        try (JsonReader json = JsonReader.open(file, "file")) {
            json.next();
            JsonNode tree = read(json);
            assertEquals(Token.END, json.next());
            return tree;
        }
    }

    private static JsonNode read(JsonReader json) throws IOException {
        switch (json.token()) {
            case ARRAY:
                ArrayNode array = NODES.arrayNode();
                while (json.next() != Token.END_ARRAY) {
                    array.add(read(json));
                }
                return array;
            case OBJECT:
                ObjectNode object = NODES.objectNode();
                while (json.next() == Token.NAME) {
                    String name = json.text();
                    json.next();
                    object.set(name, read(json));
                }
                return object;
            case TEXT:
                return NODES.textNode(json.text());
            case WHOLE:
                return NODES.numberNode(json.whole());
            case DECIMAL:
                return DoubleNode.valueOf(json.number());
            case NULL:
                return NODES.nullNode();
            default:
                return NODES.booleanNode(json.token() == Token.TRUE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "{",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "[1]]",
                "[1] 2",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "tru",
                "nul",
                "True",
                "'a'",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "[\"\t\"]",
                "\u0000",
                "[1}",
                "{\"a\":1]",
                "Inf",
                "-Inf",
                "Nan"
            })
    void whatIsNotJsonIsRefused(String text) throws IOException {
        Path file = write(text);
        String message =
                assertThrows(InvalidDataException.class, () -> read(file)).getMessage();
        assertTrue(message.startsWith(file + ": is not JSON at line 1, column "), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[1,~n  2,~n  x]|line 3, column 3: expected a value",
                "[~n1~n~n2]|line 4, column 1: expected a comma"
            })
    void errorsNameLineAndColumn(String text, String place) throws IOException {
        Path file = write(text.replace("~n", "\n"));
        String message =
                assertThrows(InvalidDataException.class, () -> read(file)).getMessage();
        assertTrue(message.contains(place), message);
    }

    @Test
    void depthAndLengthAreBounded() throws IOException {
        Path deep = write("[".repeat(100_000));
        assertTrue(assertThrows(InvalidDataException.class, () -> read(deep))
                .getMessage()
                .contains("500 deep"));
        Path digits = write("1".repeat(5_000));
        assertTrue(assertThrows(InvalidDataException.class, () -> read(digits))
                .getMessage()
                .contains("more than 1000"));
    }

    @Test
    void whatIsSkippedMustBeJsonToo() throws IOException {
        try (JsonReader json = JsonReader.open(write("[{\"a\": [1, {\"b\": \"\\n\"}], \"c\": 1.5e3}, 7]"), "file")) {
            json.next();
            json.next();
            json.skip();
            assertEquals(Token.WHOLE, json.next());
            assertEquals(7, json.whole());
        }
        try (JsonReader json = JsonReader.open(write("[{\"a\": [1, {\"b\": }]}, 7]"), "file")) {
            json.next();
            json.next();
            assertThrows(InvalidDataException.class, json::skip);
        }
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("a.json"), text);
    }
}
