package org.paperzoo.zoo.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.TensorType;

class TorchScriptArchiveTest {

    private static final String NUMBERED = "encoder.block.0.layer.0.SelfAttention.q.weight";
    private static final Shape PAIR = new Shape(2);

    @TempDir
    Path folder;

    @Test
    void parametersKeepTheirDottedNames() throws IOException {
        List<String> names = List.of(
                NUMBERED,
                "encoder.block.1.layer.0.SelfAttention.q.weight",
                "shared.weight",
                "class.for.odd name-1",
                "bias");
        TorchScriptArchive archive = new TorchScriptArchive();
        names.forEach(name -> archive.parameter(name, TensorType.F32, PAIR, floats(1, 2)));
        archive.method("forward", "() -> Tensor", "return " + archive.reference("bias"));
        try (PtNDManager manager = manager();
                PtSymbolBlock block = JniUtils.loadModule(manager, Files.newInputStream(write(archive)), true, false)) {
            assertEquals(
                    names.stream().sorted().toList(),
                    block.getParameters().keys().stream().sorted().toList());
        }
    }

    @Test
    void everyTypeArrivesAsWritten() throws IOException {
        TorchScriptArchive archive = new TorchScriptArchive()
                .parameter(
                        "f64",
                        TensorType.F64,
                        PAIR,
                        bytes(buffer(16).putDouble(1.5).putDouble(-2)))
                .parameter("f32", TensorType.F32, PAIR, floats(1.5f, -2))
                .parameter(
                        "f16",
                        TensorType.F16,
                        PAIR,
                        bytes(buffer(4).putShort((short) 0x3e00).putShort((short) 0xc000)))
                .parameter(
                        "bf16",
                        TensorType.BF16,
                        PAIR,
                        bytes(buffer(4).putShort((short) 0x3fc0).putShort((short) 0xc000)))
                .parameter(
                        "i64",
                        TensorType.I64,
                        PAIR,
                        bytes(buffer(16).putLong(1L << 40).putLong(-2)))
                .parameter(
                        "i32", TensorType.I32, PAIR, bytes(buffer(8).putInt(7).putInt(-2)))
                .parameter(
                        "i16",
                        TensorType.I16,
                        PAIR,
                        bytes(buffer(4).putShort((short) 7).putShort((short) -2)))
                .parameter(
                        "i8", TensorType.I8, PAIR, bytes(buffer(2).put((byte) 7).put((byte) -2)))
                .parameter(
                        "u8", TensorType.U8, PAIR, bytes(buffer(2).put((byte) 7).put((byte) -2)))
                .parameter(
                        "bool",
                        TensorType.BOOL,
                        PAIR,
                        bytes(buffer(2).put((byte) 1).put((byte) 0)))
                .parameter("scalar", TensorType.F32, new Shape(), floats(3))
                .parameter("none", TensorType.F32, new Shape(0, 3), floats());
        archive.method(
                "forward", "() -> List[Tensor]", """
                result = annotate(List[Tensor], [])
                for x in [self.f64, self.f32, self.f16, self.bf16, self.i64, self.i32, self.i16, self.i8, self.u8, getattr(self, "bool"), self.scalar, self.none]:
                  _0 = torch.append(result, torch.to(x, 7))
                return result
                """.replace("getattr(self, \"bool\")", archive.reference("bool")));
        double[][] expected = {
            {1.5, -2},
            {1.5, -2},
            {1.5, -2},
            {1.5, -2},
            {1L << 40, -2},
            {7, -2},
            {7, -2},
            {7, -2},
            {7, 254},
            {1, 0},
            {3},
            {}
        };
        try (NDManager manager = manager();
                TorchScriptModule module = load(archive)) {
            List<NDArray> results = module.run("forward", manager);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], results.get(i).toDoubleArray(), "tensor " + i);
            }
            assertEquals(new Shape(), results.get(10).getShape());
            assertEquals(new Shape(0, 3), results.get(11).getShape());
        }
    }

    @Test
    void aTensorMayLieChannelsLast() throws IOException {
        // Of 2 channels and 1 x 3 pixels; in memory the channels of one pixel lie beside each other.
        TorchScriptArchive archive = new TorchScriptArchive()
                .parameter(
                        "picture",
                        TensorType.F32,
                        new Shape(1, 2, 1, 3),
                        MemoryFormat.CHANNELS_LAST,
                        floats(0, 10, 1, 11, 2, 12));
        archive.method(
                "forward",
                "() -> List[Tensor]",
                "return [torch.reshape(self.picture, [-1]), torch.tensor(torch.stride(self.picture))]");
        try (NDManager manager = manager();
                TorchScriptModule module = load(archive)) {
            List<NDArray> results = module.run("forward", manager);
            assertArrayEquals(new float[] {0, 1, 2, 10, 11, 12}, results.get(0).toFloatArray());
            assertArrayEquals(new long[] {6, 1, 6, 2}, results.get(1).toLongArray());
        }
    }

    @Test
    void aliasedTensorsAreOneInTheFileAndInMemory() throws IOException {
        TorchScriptArchive archive = new TorchScriptArchive()
                .parameter("shared.weight", TensorType.F32, PAIR, floats(1, 2))
                .alias("decoder.0.weight", "shared.weight");
        archive.method(
                "forward",
                "() -> Tensor",
                "_0 = torch.add_(" + archive.reference("shared.weight") + ", 1)\nreturn "
                        + archive.reference("decoder.0.weight"));
        Path file = write(archive);
        assertEquals(
                1,
                entries(file).stream().filter(name -> name.contains("/data/")).count());
        try (NDManager manager = manager();
                TorchScriptModule module = TorchScriptModule.load(file, Device.cpu())) {
            assertArrayEquals(
                    new float[] {2, 3}, module.run("forward", manager).head().toFloatArray());
        }
    }

    @Test
    void methodsShareWeightsConstantsAndTexts() throws IOException {
        TorchScriptArchive archive = new TorchScriptArchive()
                .parameter("w", TensorType.F32, PAIR, floats(1, 2))
                .attribute("greeting", "hello")
                .extraFile("about.json", "{\"name\": \"Zoë\"}");
        String ten =
                archive.constant(TensorType.I64, new Shape(), bytes(buffer(8).putLong(10)));
        String tens = archive.constant(TensorType.F32, PAIR, floats(20, 30));
        archive.method("plus", "(x: Tensor) -> Tensor", "return torch.add(torch.add(x, self.w), " + ten + ")")
                .method("minus", "(x: Tensor) -> Tensor", "return torch.sub(torch.sub(x, self.w), " + tens + ")")
                .method("length", "() -> Tensor", "return torch.tensor(torch.len(self.greeting))");
        Path file = write(archive);
        try (NDManager manager = manager();
                TorchScriptModule module = TorchScriptModule.load(file, Device.cpu())) {
            NDArray x = manager.create(new float[] {100, 100});
            assertArrayEquals(
                    new float[] {111, 112},
                    module.run("plus", manager, x).head().toFloatArray());
            assertArrayEquals(
                    new float[] {79, 68}, module.run("minus", manager, x).head().toFloatArray());
            assertEquals(5, module.run("length", manager).head().getLong());
        }
        assertEquals(Optional.of("{\"name\": \"Zoë\"}"), TorchScriptArchive.readExtraFile(file, "about.json"));
        assertEquals(Optional.empty(), TorchScriptArchive.readExtraFile(file, "absent"));
        String[] values = {""};
        try (PtNDManager manager = manager()) {
            JniUtils.loadModule(manager, file, true, new String[] {"about.json"}, values, false)
                    .close();
            assertEquals("{\"name\": \"Zoë\"}", values[0], "what PyTorch reads");
        }
    }

    @Test
    void anExtraFileOfAnyLengthIsNotRead() throws IOException {
        Path file = folder.resolve("bomb.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("module/extra/about.json"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 17; i++) {
                zip.write(zeros);
            }
        }
        String message = assertThrows(
                        InvalidInputException.class, () -> TorchScriptArchive.readExtraFile(file, "about.json"))
                .getMessage();
        assertTrue(message.contains("about.json has more than"), message);
    }

    /** This is how weights are laid out anew for a machine once, after loading. */
    @Test
    void aMethodMayReplaceAWeight() throws IOException {
        TorchScriptArchive archive = new TorchScriptArchive()
                .parameter("layer.0.w", TensorType.F32, PAIR, floats(1, 2))
                .method("prepare", "() -> NoneType", """
                        layer = getattr(self.layer, "0")
                        layer.w = torch.to(torch.mul(layer.w, 2), 15)
                        return None
                        """);
        archive.method("forward", "() -> Tensor", "return torch.to(" + archive.reference("layer.0.w") + ", 6)");
        try (NDManager manager = manager();
                TorchScriptModule module = load(archive)) {
            module.run("prepare", manager);
            assertArrayEquals(
                    new float[] {2, 4}, module.run("forward", manager).head().toFloatArray());
        }
    }

    @Test
    void contentsBeginAtMultiplesOf64Bytes() throws IOException {
        TorchScriptArchive archive = new TorchScriptArchive()
                .parameter("a", TensorType.F32, PAIR, floats(1, 2))
                .parameter("much.longer.name", TensorType.U8, new Shape(3), bytes(buffer(3)))
                .method("forward", "() -> Tensor", "return self.a");
        Path file = write(archive);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int position = 0;
        int seen = 0;
        while (bytes.getInt(position) == 0x04034b50) {
            int content = position + 30 + bytes.getShort(position + 26) + bytes.getShort(position + 28);
            assertEquals(0, content % 64, "entry " + seen);
            position = content + bytes.getInt(position + 22);
            seen++;
        }
        assertEquals(entries(file).size(), seen);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream content = zip.getInputStream(entry)) {
                    CRC32 sum = new CRC32();
                    sum.update(content.readAllBytes());
                    assertEquals(entry.getCrc(), sum.getValue(), entry.getName());
                }
            }
        }
    }

    @Test
    void whatFailsToBeWrittenLeavesTheFileAsItWas() throws IOException {
        Path file = folder.resolve("m.pt");
        Files.writeString(file, "old");
        TorchScriptArchive archive = new TorchScriptArchive()
                .parameter("a", TensorType.F32, PAIR, floats(1, 2))
                .parameter("b", TensorType.F32, PAIR, floats(1, 2, 3));
        IOException tooMuch = assertThrows(IOException.class, () -> archive.write(file));
        assertTrue(tooMuch.getMessage().contains("more than 8 bytes"), tooMuch.getMessage());
        TorchScriptArchive other = new TorchScriptArchive().parameter("a", TensorType.F32, PAIR, floats(1));
        IOException tooLittle = assertThrows(IOException.class, () -> other.write(file));
        assertTrue(tooLittle.getMessage().contains("4 bytes were given, not 8"), tooLittle.getMessage());
        assertEquals("old", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
        assertThrows(InvalidInputException.class, () -> archive.write(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a", "a.b.c", "", "x..y", "training", "x.\"", "forward.w"})
    void impossibleAndTakenNamesAreRefused(String name) {
        TorchScriptArchive archive = new TorchScriptArchive()
                .parameter("a.b", TensorType.F32, PAIR, floats(1, 2))
                .method("forward", "() -> Tensor", "return self.a.b");
        assertThrows(IllegalArgumentException.class, () -> archive.parameter(name, TensorType.F32, PAIR, floats(1, 2)));
    }

    @Test
    void otherMistakesAreRefused() {
        TorchScriptArchive archive = new TorchScriptArchive().parameter("a", TensorType.F32, PAIR, floats(1, 2));
        assertThrows(IllegalArgumentException.class, () -> archive.alias("b", "c"));
        assertThrows(IllegalArgumentException.class, () -> archive.reference("c"));
        assertThrows(IllegalArgumentException.class, () -> archive.attribute("a", "text"));
        assertThrows(IllegalArgumentException.class, () -> archive.attribute("no name", "text"));
        assertThrows(IllegalArgumentException.class, () -> archive.method("a", "() -> Tensor", "return self.a"));
        assertThrows(IllegalArgumentException.class, () -> archive.method("f", "x: Tensor", "return x"));
        assertThrows(IllegalArgumentException.class, () -> archive.extraFile("../x", ""));
        assertThrows(
                IllegalArgumentException.class,
                () -> archive.parameter("p", TensorType.F32, PAIR, MemoryFormat.CHANNELS_LAST, floats(1, 2)));
    }

    private Path write(TorchScriptArchive archive) throws IOException {
        Path file = folder.resolve("module.pt");
        archive.write(file);
        return file;
    }

    private TorchScriptModule load(TorchScriptArchive archive) throws IOException {
        return TorchScriptModule.load(write(archive), Device.cpu());
    }

    private static List<String> entries(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    private static PtNDManager manager() {
        return (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    }

    private static TensorContent floats(float... values) {
        ByteBuffer buffer = buffer(values.length * Float.BYTES);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return bytes(buffer);
    }

    private static TensorContent bytes(ByteBuffer filled) {
        return channel -> channel.write(filled.duplicate().rewind());
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
