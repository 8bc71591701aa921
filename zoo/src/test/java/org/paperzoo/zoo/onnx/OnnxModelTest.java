package org.paperzoo.zoo.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.InvalidInputException;

class OnnxModelTest {

    @TempDir
    Path folder;

    @Test
    void aSmallModelIsOneFileThatRuns() throws IOException {
        Path file = folder.resolve("model.onnx");
        linear(4, 3).write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        assertEquals(List.of("model.onnx"), list());
        assertArrayEquals(ones(3, 4), run(file, 4));
    }

    @Test
    void weightsAboveTheThresholdGoToADataFileBeside() throws IOException {
        Path file = folder.resolve("model.onnx");
        linear(4, 300).write(file, 1000);
        OnnxChecker.check(file);
        assertEquals(List.of("model.onnx", "model.onnx.data"), list());
        assertTrue(Files.size(file) < 2048);
        // The matrix, then the bias of 1200 bytes at the next page.
        assertEquals(8192 + 1200, Files.size(folder.resolve("model.onnx.data")));
        assertArrayEquals(ones(300, 4), run(file, 4));
    }

    @Test
    void smallWeightsStayInTheModelFile() throws IOException {
        Path file = folder.resolve("model.onnx");
        linear(4, 3).write(file, 0);
        OnnxChecker.check(file);
        assertEquals(List.of("model.onnx"), list());
    }

    @Test
    void twoModelsShareEqualTensorsWhateverTheirNames() throws IOException {
        Map<Path, OnnxModel> models = new LinkedHashMap<>();
        models.put(folder.resolve("a.onnx"), linear(512, 600));
        models.put(folder.resolve("b.onnx"), linear(512, 600).initializer("tied", filled(1, 512, 600)));
        Path data = folder.resolve("weights.data");
        OnnxModel.writeTogether(models, data, 0);
        assertEquals(List.of("a.onnx", "b.onnx", "weights.data"), list());
        // 512 * 600 floats begin and end at pages.
        assertEquals(512 * 600 * 4 + 600 * 4, Files.size(data));
        for (Path file : models.keySet()) {
            OnnxChecker.check(file);
            assertArrayEquals(ones(600, 512), run(file, 512));
        }
    }

    @Test
    void tensorsOfEqualChecksumAndOtherBytesAreNotShared() throws IOException {
        Path path = folder.resolve("data");
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            OnnxDataFile data = new OnnxDataFile(channel);
            byte[] first = new byte[3 << 20];
            byte[] second = first.clone();
            // The generator polynomial of CRC-32C, lowest bit first: adding it changes no checksum.
            byte[] polynomial = {(byte) 0xf1, 0x76, (byte) 0xec, 0x05, 1};
            assertEquals(data.store(ByteBuffer.wrap(first)), data.store(ByteBuffer.wrap(second)));
            for (int i = 0; i < polynomial.length; i++) {
                second[(2 << 20) + i] ^= polynomial[i];
            }
            assertEquals(checksum(first), checksum(second));
            OnnxDataFile.Region stored = data.store(ByteBuffer.wrap(second));
            assertEquals(3 << 20, stored.offset());
        }
    }

    @Test
    void metadataAndDocumentationAreInTheFile() throws IOException {
        Path file = folder.resolve("model.onnx");
        linear(4, 3)
                .producer("paperzoo", "1.2.3")
                .documentation("what it is")
                .metadata("licence", "Apache-2.0")
                .write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String text : List.of("paperzoo", "1.2.3", "what it is", "licence", "Apache-2.0", "linear")) {
            assertTrue(content.contains(text), text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 17, 18, 19, 20, 21, 22})
    void everyOperatorSetLoads(int opset) throws IOException {
        Path file = folder.resolve("model.onnx");
        linear(4, 3).opset(opset).write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        assertArrayEquals(ones(3, 4), run(file, 4));
    }

    @ParameterizedTest
    @EnumSource(OnnxType.class)
    void everyTypeIsWritten(OnnxType type) throws IOException {
        OnnxConstant constant = OnnxConstant.of(type, new long[] {2, 3}, () -> ByteBuffer.allocate(6 * type.bytes()));
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("types")
                .initializer("c", constant)
                .node("Identity", List.of("c"), List.of("y"))
                .node("Cast", List.of("y"), List.of("z"), Map.of("to", OnnxAttribute.integer(OnnxType.FLOAT32.code())))
                .valueInfo("y", type, List.of(OnnxDimension.of(2), OnnxDimension.of(3)))
                .output("z", OnnxType.FLOAT32, OnnxDimension.of(2), OnnxDimension.of(3))
                .write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                OnnxSession session = OnnxSession.open(file, OnnxSessionOptions.defaults())) {
            assertArrayEquals(
                    new float[6], session.run(manager, new NDList()).get(0).toFloatArray());
        }
    }

    @Test
    void everyKindOfAttributeReachesTheOperator() throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("attributes")
                .input("x", OnnxType.FLOAT32, OnnxDimension.of(2), OnnxDimension.of(2))
                .node("LeakyRelu", List.of("x"), List.of("leaky"), Map.of("alpha", OnnxAttribute.real(0.5f)))
                .node("Transpose", List.of("leaky"), List.of("t"), Map.of("perm", OnnxAttribute.integers(1, 0)))
                .node("Softmax", List.of("t"), List.of("s"), Map.of("axis", OnnxAttribute.integer(-1)))
                .node("Constant", List.of(), List.of("c"), Map.of("value_floats", OnnxAttribute.reals(1.5f, -2f)))
                .node(
                        "Constant",
                        List.of(),
                        List.of("d"),
                        Map.of("value", OnnxAttribute.tensor(OnnxConstant.reals(10f, 20f))))
                .node("Einsum", List.of("t", "c"), List.of("e"), Map.of("equation", OnnxAttribute.text("ij,j->i")))
                .node("Add", List.of("e", "d"), List.of("y"))
                .output("t", OnnxType.FLOAT32, OnnxDimension.of(2), OnnxDimension.of(2))
                .output("y", OnnxType.FLOAT32, OnnxDimension.of(2))
                .output("s", OnnxType.FLOAT32, OnnxDimension.of(2), OnnxDimension.of(2))
                .write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                OnnxSession session = OnnxSession.open(file, OnnxSessionOptions.defaults())) {
            NDList outputs =
                    session.run(manager, new NDList(manager.create(new float[] {1, 2, -4, 6}, new Shape(2, 2))));
            assertArrayEquals(new float[] {1, -2, 2, 6}, outputs.get(0).toFloatArray());
            assertArrayEquals(
                    new float[] {1.5f + 4 + 10, 3 - 12 + 20}, outputs.get(1).toFloatArray(), 1e-5f);
        }
    }

    @Test
    void aNodeOfTheMicrosoftDomainBringsItsOperatorSet() throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("fused")
                .input("x", OnnxType.FLOAT32, OnnxDimension.of("n"), OnnxDimension.of(2))
                .node(new OnnxNode(
                        "FusedMatMul",
                        OnnxNode.MICROSOFT,
                        "product",
                        List.of("x", "x"),
                        List.of("y"),
                        Map.of("transB", OnnxAttribute.integer(1))))
                .output("y", OnnxType.FLOAT32, OnnxDimension.of("n"), OnnxDimension.of("n"))
                .write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        assertArrayEquals(new float[] {2}, run(file, 2));
    }

    @Test
    void wrongGraphsFailWhereTheyAreMade() {
        OnnxModel model = linear(4, 3);
        refuse("nothing before it is named 'z'", () -> model.node("Relu", List.of("z"), List.of("r")));
        refuse("the name 'y' is taken", () -> model.node("Relu", List.of("x"), List.of("y")));
        refuse("the name 'x' is taken", () -> model.input("x", OnnxType.INT64));
        refuse("the name 'w' is taken", () -> model.initializer("w", OnnxConstant.scalar(1)));
        refuse("takes 2", () -> model.node("MatMul", List.of("x"), List.of("r")));
        refuse("takes 1 to 3", () -> model.node("Clip", List.of(), List.of("r")));
        refuse("takes at least 1", () -> model.node("Concat", List.of(), List.of("r")));
        refuse("the first 2 must be given", () -> model.node("Gather", List.of("x", ""), List.of("r")));
        refuse("the operator has 1", () -> model.node("Relu", List.of("x"), List.of("r", "q")));
        refuse("without an output", () -> model.node("Relu", List.of("x"), List.of()));
        refuse("nothing before it is named", () -> model.output("missing", OnnxType.FLOAT32));
        refuse("declared twice", () -> model.output("y", OnnxType.FLOAT32));
        refuse("13 to 22", () -> model.opset(23));
        refuse("an axis of length -1", () -> OnnxDimension.of(-1));
        refuse(
                "no operators of domain",
                () -> new OnnxNode("Relu", "org.example", "r", List.of("x"), List.of("r"), Map.of()));
        assertFalse(model.isKnown("r"));
    }

    @Test
    void aGraphWithoutAnOutputIsNotWritten() throws IOException {
        OnnxModel model = OnnxModel.create("nothing").input("x", OnnxType.FLOAT32);
        refuse("has no output", () -> model.write(folder.resolve("model.onnx"), 0));
        assertEquals(List.of(), list());
    }

    @Test
    void aDataFileInAnotherFolderIsRefused() {
        refuse(
                "a model's data file lies beside it",
                () -> OnnxModel.writeTogether(
                        Map.of(folder.resolve("a/m.onnx"), linear(4, 3)), folder.resolve("m.data"), 0));
    }

    @Test
    void aFailingSourceLeavesTheOldFilesAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("model.onnx"), "old");
        OnnxModel model = linear(4, 300).initializer("bad", OnnxType.FLOAT32, new long[] {300}, () -> {
            throw new IOException("the weight cannot be read");
        });
        for (long threshold : new long[] {0, Long.MAX_VALUE}) {
            IOException e = assertThrows(IOException.class, () -> model.write(file, threshold));
            assertEquals("the weight cannot be read", e.getMessage());
            assertEquals("old", Files.readString(file));
            assertEquals(List.of("model.onnx"), list());
        }
    }

    @Test
    void aSourceOfAnotherLengthIsRefused() {
        OnnxModel model =
                linear(4, 3).initializer("bad", OnnxType.FLOAT32, new long[] {3}, () -> ByteBuffer.allocate(11));
        IOException e = assertThrows(IOException.class, () -> model.write(folder.resolve("m.onnx"), 0));
        assertEquals("a constant of FLOAT32 [3] has 12 bytes, its source gave 11", e.getMessage());
    }

    @Test
    void aModelBeyondProtobufsLimitNamesTheRemedy() throws IOException {
        OnnxModel model = linear(4, 3).initializer("huge", OnnxType.FLOAT32, new long[] {1 << 20, 600}, () -> {
            throw new AssertionError("refused before anything is read");
        });
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> model.write(folder.resolve("m.onnx"), Long.MAX_VALUE));
        assertTrue(e.getMessage().contains("protobuf allows 2147483647; lower the threshold"), e.getMessage());
        assertEquals(List.of(), list());
    }

    @Test
    void theCheckerFindsAWrongShape() throws IOException {
        Assumptions.assumeTrue(OnnxChecker.isThere());
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("wrong")
                .input("x", OnnxType.FLOAT32, OnnxDimension.of(2))
                .node("Relu", List.of("x"), List.of("y"))
                .output("y", OnnxType.FLOAT32, OnnxDimension.of(3))
                .write(file, Long.MAX_VALUE);
        assertTrue(OnnxChecker.fault(file).orElseThrow().contains("y"));
    }

    /** {@code y = x w + 1} for a matrix of ones over {@code x [batch, width]}, of which a gather does nothing. */
    private static OnnxModel linear(int width, int outputs) {
        return OnnxModel.create("linear")
                .input("x", OnnxType.FLOAT32, OnnxDimension.of("batch"), OnnxDimension.of(width))
                .initializer("w", filled(1, width, outputs))
                .initializer("b", filled(0, outputs))
                .initializer("zero", OnnxConstant.integers(0))
                .node("MatMul", List.of("x", "w"), List.of("product"))
                .node("Add", List.of("product", "b"), List.of("sum"))
                .node("Gather", List.of("sum", "zero"), List.of("y"), Map.of("axis", OnnxAttribute.integer(0)))
                .output("y", OnnxType.FLOAT32, OnnxDimension.of(1), OnnxDimension.of(outputs));
    }

    private static OnnxConstant filled(float value, int... shape) {
        long[] lengths = new long[shape.length];
        int size = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            lengths[axis] = shape[axis];
            size *= shape[axis];
        }
        ByteBuffer elements = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (elements.hasRemaining()) {
            elements.putFloat(value);
        }
        elements.flip();
        return OnnxConstant.of(OnnxType.FLOAT32, lengths, elements::duplicate);
    }

    private static long checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue();
    }

    private static float[] ones(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] run(Path file, int width) throws IOException {
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                OnnxSession session = OnnxSession.open(file, OnnxSessionOptions.defaults())) {
            return session.run(manager, new NDList(manager.ones(new Shape(1, width))))
                    .get(0)
                    .toFloatArray();
        }
    }

    private static void refuse(String message, Executable action) {
        String said = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(said.contains(message), said);
    }

    private List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
