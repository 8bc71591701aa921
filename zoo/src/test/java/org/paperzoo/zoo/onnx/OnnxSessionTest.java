package org.paperzoo.zoo.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paperzoo.zoo.InvalidInputException;

class OnnxSessionTest {

    private static final OnnxSessionOptions OPTIONS =
            OnnxSessionOptions.defaults().withIntraOpThreads(1);

    @TempDir
    Path folder;

    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = OnnxType.class,
            names = {"BFLOAT16"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyTypeGoesInAndOutWithItsShape(OnnxType type) throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("identity")
                .input("x", type, OnnxDimension.of("a"), OnnxDimension.of("b"))
                .node("Identity", List.of("x"), List.of("known"))
                .node("Transpose", List.of("x"), List.of("unknown"))
                .output("known", type, OnnxDimension.of("a"), OnnxDimension.of("b"))
                .output("unknown", type, OnnxDimension.of("c"), OnnxDimension.of("d"))
                .write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        NDArray x =
                manager.create(new float[] {1, 0, 1, 0, 0, 1}, new Shape(2, 3)).toType(type.dataType(), false);
        try (OnnxSession session = OnnxSession.open(file, OPTIONS)) {
            NDList outputs = session.run(manager, new NDList(x));
            assertEquals(x, outputs.get("known"));
            assertEquals(type.dataType(), outputs.get("unknown").getDataType());
            assertEquals(x.transpose(), outputs.get("unknown"));
            // A transposed view is not contiguous.
            assertEquals(
                    x.transpose(),
                    session.run(manager, new NDList(x.transpose())).get("known"));
            try (NativeTensor copy = NativeTensor.copyOf(x.transpose())) {
                assertEquals(new Shape(3, 2), copy.shape());
                assertEquals(type, copy.type());
                assertEquals(x.transpose(), copy.toArray(manager));
            }
        }
    }

    @Test
    void scalarsAndTensorsOfNoElementsPass() throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("concat")
                .input(
                        "past",
                        OnnxType.FLOAT32,
                        OnnxDimension.of(2),
                        OnnxDimension.of(3),
                        OnnxDimension.of("past"),
                        OnnxDimension.of(4))
                .input(
                        "new",
                        OnnxType.FLOAT32,
                        OnnxDimension.of(2),
                        OnnxDimension.of(3),
                        OnnxDimension.of("length"),
                        OnnxDimension.of(4))
                .input("scale", OnnxType.FLOAT32)
                .node("Mul", List.of("new", "scale"), List.of("scaled"))
                .node("Concat", List.of("past", "scaled"), List.of("present"), Map.of("axis", OnnxAttribute.integer(2)))
                .node("ReduceSum", List.of("present"), List.of("sum"), Map.of("keepdims", OnnxAttribute.integer(0)))
                .output(
                        "present",
                        OnnxType.FLOAT32,
                        OnnxDimension.of(2),
                        OnnxDimension.of(3),
                        OnnxDimension.of("total"),
                        OnnxDimension.of(4))
                .output("sum", OnnxType.FLOAT32)
                .write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        try (OnnxSession session = OnnxSession.open(file, OPTIONS)) {
            NDArray nothing = manager.create(new Shape(2, 3, 0, 4));
            NDArray one = manager.ones(new Shape(2, 3, 1, 4));
            NDList outputs = session.run(manager, new NDList(nothing, one, manager.create(2f)));
            assertEquals(one.mul(2), outputs.get("present"));
            assertEquals(new Shape(), outputs.get("sum").getShape());
            assertEquals(48f, outputs.get("sum").getFloat());
            NDList empty = session.run(manager, new NDList(nothing, nothing, manager.create(2f)));
            assertEquals(new Shape(2, 3, 0, 4), empty.get("present").getShape());
            assertEquals(0f, empty.get("sum").getFloat());
        }
    }

    @Test
    void outputsOfOneRunBecomeInputsOfTheNextWithoutLeavingTheRuntime() throws IOException {
        try (OnnxSession session = OnnxSession.open(concatenation(), OPTIONS)) {
            NativeTensor past = NativeTensor.empty(OnnxType.FLOAT32, 2, 3, 0, 4);
            for (int step = 1; step <= 5; step++) {
                OnnxOutputs outputs = session.run(
                        manager,
                        Map.of("new", manager.full(new Shape(2, 3, 1, 4), (float) step)),
                        Map.of("past", past),
                        Set.of("sum"),
                        Set.of("present"));
                past.close();
                past = outputs.handles().get("present");
                assertEquals(new Shape(2, 3, step, 4), past.shape());
                assertEquals(
                        24f * step * (step + 1) / 2, outputs.arrays().get("sum").getFloat());
                assertEquals(Set.of("sum"), outputs.arrays().keySet());
            }
            assertArrayEquals(
                    new float[] {1, 2, 3, 4, 5},
                    past.toArray(manager).get("0,0,:,0").toFloatArray());
            past.close();
            past.close();
            NativeTensor closed = past;
            assertThrows(
                    IllegalStateException.class,
                    () -> session.run(
                            manager,
                            Map.of("new", manager.ones(new Shape(2, 3, 1, 4))),
                            Map.of("past", closed),
                            Set.of("sum"),
                            Set.of()));
        }
    }

    @Test
    void aFileThatDeclaresWrongShapesStillRuns() throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("wrong")
                .input("x", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .node("Concat", List.of("x", "x"), List.of("y"), Map.of("axis", OnnxAttribute.integer(0)))
                .output("y", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .write(file, Long.MAX_VALUE);
        try (OnnxSession session = OnnxSession.open(file, OPTIONS)) {
            for (int run = 0; run < 2; run++) {
                NDArray y = session.run(manager, new NDList(manager.create(new float[] {1, 2})))
                        .get(0);
                assertArrayEquals(new float[] {1, 2, 1, 2}, y.toFloatArray());
            }
        }
    }

    @Test
    void anInputOrAWeightMayBeAnOutput() throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("through")
                .input("x", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .initializer("w", OnnxConstant.reals(5, 6))
                .node("Relu", List.of("x"), List.of("y"))
                .output("w", OnnxType.FLOAT32, OnnxDimension.of(2))
                .output("x", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .output("y", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        try (OnnxSession session = OnnxSession.open(file, OPTIONS)) {
            NDArray x = manager.create(new float[] {-1, 2, 3});
            NDList outputs = session.run(manager, new NDList(x));
            x.set(new float[] {0, 0, 0});
            assertArrayEquals(new float[] {5, 6}, outputs.get("w").toFloatArray());
            assertArrayEquals(new float[] {-1, 2, 3}, outputs.get("x").toFloatArray());
            assertArrayEquals(new float[] {0, 2, 3}, outputs.get("y").toFloatArray());
        }
    }

    @Test
    void outputsThatAreViewsOfOneAnotherEachHaveTheirOwnArray() throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("views")
                .input("x", OnnxType.FLOAT32, OnnxDimension.of("n"), OnnxDimension.of(2))
                .initializer("flat", OnnxConstant.integers(1, -1, 2))
                .initializer("shape", OnnxConstant.integers(0, 2))
                .initializer("w", OnnxConstant.reals(5, 6))
                .node("Reshape", List.of("x", "flat"), List.of("reshaped"))
                .node("Identity", List.of("x"), List.of("same"))
                .node("Relu", List.of("x"), List.of("relu"))
                .node("Identity", List.of("relu"), List.of("relu again"))
                .node("Reshape", List.of("relu", "shape"), List.of("relu reshaped"))
                .node("Identity", List.of("w"), List.of("weight"))
                .output("reshaped", OnnxType.FLOAT32, OnnxDimension.of(1), OnnxDimension.of("n"), OnnxDimension.of(2))
                .output("same", OnnxType.FLOAT32, OnnxDimension.of("n"), OnnxDimension.of(2))
                .output("relu", OnnxType.FLOAT32, OnnxDimension.of("n"), OnnxDimension.of(2))
                .output("relu again", OnnxType.FLOAT32, OnnxDimension.of("n"), OnnxDimension.of(2))
                .output("relu reshaped", OnnxType.FLOAT32, OnnxDimension.of("n"), OnnxDimension.of(2))
                .output("weight", OnnxType.FLOAT32, OnnxDimension.of(2))
                .write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        for (OnnxSessionOptions.Optimization level : OnnxSessionOptions.Optimization.values()) {
            try (OnnxSession session = OnnxSession.open(file, OPTIONS.withOptimization(level))) {
                NDArray x = manager.create(new float[] {-1, 2, 3, -4}, new Shape(2, 2));
                NDList outputs = session.run(manager, new NDList(x));
                x.muli(100);
                assertArrayEquals(new float[] {-1, 2, 3, -4}, outputs.get(0).toFloatArray());
                assertArrayEquals(new float[] {-1, 2, 3, -4}, outputs.get(1).toFloatArray());
                assertArrayEquals(new float[] {0, 2, 3, 0}, outputs.get(2).toFloatArray());
                outputs.get(2).muli(100);
                assertArrayEquals(new float[] {0, 2, 3, 0}, outputs.get(3).toFloatArray());
                assertArrayEquals(new float[] {0, 2, 3, 0}, outputs.get(4).toFloatArray());
                assertArrayEquals(new float[] {5, 6}, outputs.get(5).toFloatArray());
                outputs.get(5).muli(100);
                assertArrayEquals(
                        new float[] {5, 6},
                        session.run(manager, new NDList(x)).get(5).toFloatArray());
            }
        }
    }

    @Test
    void anInputIsKeptAsAHandleOfItsOwn() throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("through")
                .input("x", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .node("Identity", List.of("x"), List.of("y"))
                .output("x", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .output("y", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .write(file, Long.MAX_VALUE);
        try (OnnxSession session = OnnxSession.open(file, OPTIONS)) {
            OnnxOutputs outputs;
            try (NDArray x = manager.create(new float[] {1, 2})) {
                outputs = session.run(manager, Map.of("x", x), Map.of(), Set.of(), Set.of("x", "y"));
                x.muli(100);
            }
            try (NativeTensor x = outputs.handles().get("x");
                    NativeTensor y = outputs.handles().get("y")) {
                assertArrayEquals(new float[] {1, 2}, y.toArray(manager).toFloatArray());
                assertArrayEquals(new float[] {1, 2}, x.toArray(manager).toFloatArray());
            }
        }
    }

    @Test
    void inputsThatDoNotFitAreRefusedInOneLine() throws IOException {
        try (OnnxSession session = OnnxSession.open(concatenation(), OPTIONS)) {
            NDArray good = manager.ones(new Shape(2, 3, 1, 4));
            Map<String, NDArray> both = Map.of("past", good, "new", good);
            refuse("1 inputs given; the graph has [past, new]", () -> session.run(manager, new NDList(good)));
            refuse("input 'new' (FLOAT32 [2, 3, l, 4]) is not given", () -> session.run(manager, Map.of("past", good)));
            refuse(
                    "input 'new' (FLOAT32 [2, 3, l, 4]) is given FLOAT32 (2, 3, 1, 5)",
                    () -> session.run(manager, Map.of("past", good, "new", manager.ones(new Shape(2, 3, 1, 5)))));
            refuse(
                    "is given FLOAT32 (2, 3)",
                    () -> session.run(manager, Map.of("past", good, "new", manager.ones(new Shape(2, 3)))));
            refuse(
                    "is given INT64 (2, 3, 1, 4)",
                    () -> session.run(manager, Map.of("past", good, "new", good.toType(DataType.INT64, false))));
            refuse("no input is named 'x'", () -> session.run(manager, Map.of("past", good, "new", good, "x", good)));
            refuse("no output is named 'x'", () -> session.run(manager, both, Map.of(), Set.of("x"), Set.of()));
            refuse("both fetched and kept", () -> session.run(manager, both, Map.of(), Set.of("sum"), Set.of("sum")));
            refuse("no output is asked for", () -> session.run(manager, both, Map.of(), Set.of(), Set.of()));
            try (NativeTensor handle = NativeTensor.copyOf(good)) {
                refuse(
                        "as an array and as a handle",
                        () -> session.run(manager, both, Map.of("new", handle), Set.of("sum"), Set.of()));
            }
        }
        refuse("one length must be 0", () -> NativeTensor.empty(OnnxType.INT64, 2, 3));
    }

    @Test
    void whatTheRuntimeRefusesWhileItRunsIsOneLineThatNamesTheFile() throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("add")
                .input("x", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .input("y", OnnxType.FLOAT32, OnnxDimension.of("m"))
                .node("Add", List.of("x", "y"), List.of("z"))
                .output("z", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .write(file, Long.MAX_VALUE);
        try (OnnxSession session = OnnxSession.open(file, OPTIONS)) {
            NDList inputs = new NDList(manager.ones(new Shape(2)), manager.ones(new Shape(3)));
            IOException e = assertThrows(IOException.class, () -> session.run(manager, inputs));
            assertOneLine(e, file + ": ONNX Runtime failed: ");
        }
    }

    @Test
    void filesThatAreNotModelsAreRefused() throws IOException {
        Path file = folder.resolve("model.onnx");
        refuseFile(file, ": no such file");
        refuseFile(folder, ": no such file");
        Files.write(file, new byte[0]);
        refuseFile(file, ": not a model that ONNX Runtime can load: ");
        Files.writeString(file, "not protobuf\nat all");
        refuseFile(file, ": not a model file: ");
        byte[] whole = Files.readAllBytes(concatenation());
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        refuseFile(file, ": not a model file: ");
    }

    @Test
    void aModelWithoutItsDataFileIsRefused() throws IOException {
        Path file = external();
        Path data = folder.resolve("model.onnx.data");
        byte[] content = Files.readAllBytes(data);
        Files.write(data, Arrays.copyOf(content, 100));
        refuseFile(file, ": not a model that ONNX Runtime can load: ");
        Files.delete(data);
        refuseFile(file, ": its data file 'model.onnx.data' is missing");
    }

    @Test
    void aDataFileOutsideTheModelsFolderIsRefused() throws IOException {
        Path file = external();
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.copy(folder.resolve("model.onnx.data"), folder.resolve("odel.onnx.da"));
        // The same length, so that the rest of the file stays right.
        String outside =
                Files.readString(file, StandardCharsets.ISO_8859_1).replace("model.onnx.data", "../odel.onnx.da");
        Path moved = inside.resolve("model.onnx");
        Files.writeString(moved, outside, StandardCharsets.ISO_8859_1);
        refuseFile(moved, ": names the data file '../odel.onnx.da', which is outside the model's folder");
    }

    @Test
    void cudaThatIsNotThereIsRefusedWithTheRemedy() throws IOException {
        Assumptions.assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA));
        Path file = concatenation();
        refuse("build with -Dcuda", () -> OnnxSession.open(file, OPTIONS.withCuda(0)));
    }

    @Test
    void everyOptionIsTaken() throws IOException {
        Path file = concatenation();
        for (OnnxSessionOptions.Optimization level : OnnxSessionOptions.Optimization.values()) {
            OnnxSessionOptions options = OPTIONS.withInterOpThreads(2)
                    .withOptimization(level)
                    .withMemoryArena(false)
                    .withSpinning(false)
                    .withCpu()
                    .withProfile(folder.resolve("profile"));
            try (OnnxSession session = OnnxSession.open(file, options)) {
                NDArray one = manager.ones(new Shape(2, 3, 1, 4));
                assertEquals(
                        48f,
                        session.run(manager, new NDList(one, one)).get("sum").getFloat());
            }
        }
        refuse("a number is 0 or more", () -> OPTIONS.withIntraOpThreads(-1));
        refuse("numbered from 0", () -> OPTIONS.withCuda(-1));
        assertTrue(OnnxSession.runtimeVersion().matches("1\\.\\d+\\.\\d+"), OnnxSession.runtimeVersion());
    }

    @Test
    void severalThreadsRunOneSession() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (OnnxSession session = OnnxSession.open(concatenation(), OPTIONS)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                float value = thread;
                results.add(threads.submit(() -> {
                    for (int run = 0; run < 200; run++) {
                        try (NDManager own = manager.newSubManager()) {
                            NDArray x = own.full(new Shape(2, 3, 1, 4), value);
                            if (session.run(own, new NDList(x, x)).get("sum").getFloat() != 48 * value) {
                                return false;
                            }
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> result : results) {
                assertTrue(result.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aClosedSessionRefusesToRun() throws IOException {
        OnnxSession session = OnnxSession.open(concatenation(), OPTIONS);
        session.close();
        session.close();
        NDArray one = manager.ones(new Shape(2, 3, 1, 4));
        assertThrows(IllegalStateException.class, () -> session.run(manager, new NDList(one, one)));
    }

    @Test
    void manyRunsLeaveNoMemoryBehind() throws IOException {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/status")));
        try (OnnxSession session = OnnxSession.open(concatenation(), OPTIONS)) {
            cycle(session, 100);
            long before = residentKilobytes();
            cycle(session, 1000);
            long grown = residentKilobytes() - before;
            // A cycle makes 7 tensors of 192 or 384 KB: one of them left behind each time would be over 190 MB. Java's
            // heap grows too.
            assertTrue(grown < 150_000, "grew by " + grown + " KB");
        }
    }

    /** Runs with an array that is not contiguous, a handle made from an array, and every kind of output. */
    private void cycle(OnnxSession session, int runs) throws IOException {
        for (int run = 0; run < runs; run++) {
            try (NDManager own = manager.newSubManager();
                    NativeTensor past = NativeTensor.copyOf(own.ones(new Shape(2, 3, 2000, 4)))) {
                NDArray view = own.ones(new Shape(2, 3, 4, 2000)).transpose(0, 1, 3, 2);
                int arrays = manager.getManagedArrays().size();
                OnnxOutputs outputs =
                        session.run(own, Map.of("new", view), Map.of("past", past), Set.of("sum", "present"), Set.of());
                session.run(own, Map.of("new", view), Map.of("past", past), Set.of(), Set.of("present"))
                        .handles()
                        .get("present")
                        .close();
                assertEquals(
                        new Shape(2, 3, 4000, 4),
                        outputs.arrays().get("present").getShape());
                assertEquals(arrays + 2, manager.getManagedArrays().size());
            }
        }
    }

    private static long residentKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("/proc/self/status says nothing of VmRSS");
    }

    /** A file of {@code present = past ++ new [2, 3, ·, 4]} along axis 2, and its sum. */
    private Path concatenation() throws IOException {
        Path file = folder.resolve("concatenation.onnx");
        OnnxModel.create("concatenation")
                .input(
                        "past",
                        OnnxType.FLOAT32,
                        OnnxDimension.of(2),
                        OnnxDimension.of(3),
                        OnnxDimension.of("p"),
                        OnnxDimension.of(4))
                .input(
                        "new",
                        OnnxType.FLOAT32,
                        OnnxDimension.of(2),
                        OnnxDimension.of(3),
                        OnnxDimension.of("l"),
                        OnnxDimension.of(4))
                .node("Concat", List.of("past", "new"), List.of("present"), Map.of("axis", OnnxAttribute.integer(2)))
                .node("ReduceSum", List.of("present"), List.of("sum"), Map.of("keepdims", OnnxAttribute.integer(0)))
                .output(
                        "present",
                        OnnxType.FLOAT32,
                        OnnxDimension.of(2),
                        OnnxDimension.of(3),
                        OnnxDimension.of("t"),
                        OnnxDimension.of(4))
                .output("sum", OnnxType.FLOAT32)
                .write(file, Long.MAX_VALUE);
        OnnxChecker.check(file);
        return file;
    }

    /** A model whose only weight is in {@code model.onnx.data}. */
    private Path external() throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel.create("external")
                .input("x", OnnxType.FLOAT32, OnnxDimension.of("n"))
                .initializer("w", OnnxType.FLOAT32, new long[] {1000}, () -> ByteBuffer.allocate(4000))
                .node("Add", List.of("x", "w"), List.of("y"))
                .output("y", OnnxType.FLOAT32, OnnxDimension.of(1000))
                .write(file, 0);
        OnnxChecker.check(file);
        OnnxSession.open(file, OPTIONS).close();
        return file;
    }

    private static void refuseFile(Path file, String message) {
        assertOneLine(assertThrows(InvalidInputException.class, () -> OnnxSession.open(file, OPTIONS)), file + message);
    }

    private static void assertOneLine(Exception e, String start) {
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }

    private static void refuse(String message, Executable action) {
        String said = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(said.contains(message), said);
    }
}
