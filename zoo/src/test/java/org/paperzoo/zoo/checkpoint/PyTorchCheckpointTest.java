package org.paperzoo.zoo.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.InvalidInputException;

class PyTorchCheckpointTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state_dict.zip.pt",
                "protocol4.zip.pt",
                "training.zip.ckpt",
                "state_dict.legacy.pth",
                "training.legacy.ckpt"
            })
    void everyFormatReadsAsTheSafetensorsFileOfTheSameWeights(String name) throws IOException {
        try (Checkpoint expected = Checkpoints.open(FormatFiles.of("pytorch/expected.safetensors"));
                Checkpoint actual = Checkpoints.open(FormatFiles.of("pytorch/" + name))) {
            FormatFiles.assertSameTensors(expected, actual);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"training.zip.ckpt", "training.legacy.ckpt"})
    void aKeyPathLeadsToAnyStateDict(String name) throws IOException {
        Path file = FormatFiles.of("pytorch/" + name);
        try (Checkpoint expected = Checkpoints.open(file);
                Checkpoint actual = Checkpoints.open(file, "model")) {
            FormatFiles.assertSameTensors(expected, actual);
        }
        try (Checkpoint optimizer = Checkpoints.open(file, "optimizer.state.0")) {
            assertEquals(Set.of("exp_avg"), optimizer.names());
            assertEquals(List.of(2L, 2L), optimizer.info("exp_avg").shape());
        }
        for (String path :
                List.of("ema", "optimizer", "epoch", "", ".", "model.", "optimizer.state.0.exp_avg", "args")) {
            String message = assertThrows(InvalidInputException.class, () -> Checkpoints.open(file, path))
                    .getMessage();
            assertTrue(message.startsWith(file + ": has no "), message);
        }
        String message = assertThrows(InvalidInputException.class, () -> Checkpoints.open(file, "ema"))
                .getMessage();
        assertTrue(message.contains("its keys are 'model', 'epoch', 'args', 'best', 'optimizer'"), message);
    }

    @Test
    void mappedContiguousTensorsAreNotCopied() throws IOException {
        try (Checkpoint checkpoint = Checkpoints.open(FormatFiles.of("pytorch/state_dict.zip.pt"))) {
            assertTrue(checkpoint.read("linear.weight").isDirect());
            assertEquals(
                    ByteOrder.LITTLE_ENDIAN, checkpoint.read("linear.weight").order());
            assertEquals(
                    List.of("linear.weight", "linear.bias", "view.transposed"),
                    List.copyOf(checkpoint.names()).subList(0, 3));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deflatedEntriesAreRead(boolean deflated) throws IOException {
        Map<String, byte[]> entries = PickleFiles.oneTensor(
                "FloatStorage", 6, PickleFiles.arguments(1, new long[] {2, 2}, new long[] {1, 2}), floats(6));
        try (Checkpoint checkpoint = Checkpoints.open(PickleFiles.zip(folder, entries, deflated))) {
            assertArrayEquals(new float[] {1, 3, 2, 4}, floats(checkpoint.read("w")));
        }
    }

    @ParameterizedTest
    @CsvSource({"DoubleStorage,8", "FloatStorage,4", "ShortStorage,2", "CharStorage,1"})
    void bigEndianFilesAreSwapped(String storageClass, int bytes) throws IOException {
        byte[] storage = new byte[3 * bytes];
        for (int i = 0; i < 3; i++) {
            storage[(i + 1) * bytes - 1] = (byte) (i + 1);
        }
        Map<String, byte[]> entries = PickleFiles.oneTensor(
                storageClass, 3, PickleFiles.arguments(0, new long[] {3}, new long[] {1}), storage);
        entries.put("byteorder", PickleFiles.latin1("big"));
        try (Checkpoint checkpoint = Checkpoints.open(PickleFiles.zip(folder, entries, false))) {
            ByteBuffer read = checkpoint.read("w");
            for (int i = 0; i < 3; i++) {
                assertEquals(i + 1, read.get(i * bytes));
            }
        }
        entries.put("byteorder", PickleFiles.latin1("middle"));
        Path file = PickleFiles.zip(folder, entries, false);
        assertTrue(refusal(file).contains("byteorder is 'middle'"));
    }

    @Test
    void stridesOfEveryKindAreResolved() throws IOException {
        assertArrayEquals(new float[] {5, 5, 5, 5}, read(8, 5, new long[] {2, 2}, new long[] {0, 0})); // expanded
        assertArrayEquals(new float[] {3}, read(8, 3, new long[] {}, new long[] {})); // scalar
        assertArrayEquals(new float[] {1, 4, 7}, read(8, 1, new long[] {3, 1}, new long[] {3, 1})); // column
        assertArrayEquals(
                new float[] {0, 1, 2, 3}, read(4, 0, new long[] {1, 4, 1}, new long[] {1L << 40, 1, 1L << 40}));
        assertArrayEquals(new float[] {}, read(4, 9, new long[] {3, 0}, new long[] {99, 99})); // empty
        assertArrayEquals(
                new float[] {0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11},
                read(12, 0, new long[] {2, 2, 3}, new long[] {1, 2, 4})); // axes reversed
    }

    private float[] read(int elements, long offset, long[] shape, long[] strides) throws IOException {
        Map<String, byte[]> entries = PickleFiles.oneTensor(
                "FloatStorage", elements, PickleFiles.arguments(offset, shape, strides), floats(elements));
        try (Checkpoint checkpoint = Checkpoints.open(PickleFiles.zip(folder, entries, false))) {
            return floats(checkpoint.read("w"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            0; 5; 1; ends at byte 20 of storage '0', which has 16
            1; 4; 1; ends at byte 20
            0; 2; 4; ends at byte 20
            -1; 2; 1; do not describe a tensor
            0; -2; 1; do not describe a tensor
            0; 2; -1; do not describe a tensor
            0; 2,2; 1; do not describe a tensor
            0; 9223372036854775807; 1; reach further than can be counted
            0; 4294967296,4294967296; 0,0; reach further than can be counted
            0; 3; 9223372036854775807; reach further than can be counted
            9223372036854775807; 1; 1; reach further than can be counted
            0; 1048576,1048576; 0,0; made by repeating 4
            """)
    void aTensorThatDoesNotFitItsStorageIsRefused(long offset, String shape, String strides, String fault)
            throws IOException {
        Map<String, byte[]> entries = PickleFiles.oneTensor(
                "FloatStorage", 4, PickleFiles.arguments(offset, longs(shape), longs(strides)), floats(4));
        Path file = PickleFiles.zip(folder, entries, false);
        String message = refusal(file);
        assertTrue(message.startsWith(file + ": tensor 'w': ") && message.contains(fault), message);
    }

    @Test
    void typesThatAreNotSupportedAreNamed() throws IOException {
        Map<String, byte[]> entries = PickleFiles.oneTensor(
                "ComplexFloatStorage", 2, PickleFiles.arguments(0, new long[] {2}, new long[] {1}), floats(4));
        assertTrue(refusal(PickleFiles.zip(folder, entries, false)).contains("ComplexFloatStorage is not supported"));
    }

    @Test
    void aStorageWithoutATypeTakesItFromTheTensor() throws IOException {
        String storage = "((X\7\0\0\0storagectorch.storage\nUntypedStorage\nX\1\0\0\0" + "0X\3\0\0\0cpuK\btQ";
        String pickle = "}X\1\0\0\0wctorch._utils\n_rebuild_tensor_v3\n" + storage
                + PickleFiles.arguments(1, new long[] {1}, new long[] {1}) + "\u0089}ctorch\nint32\ntRs.";
        Map<String, byte[]> entries =
                Map.of("data.pkl", PickleFiles.latin1(pickle), "data/0", new byte[] {0, 0, 0, 0, 7, 0, 0, 0});
        try (Checkpoint checkpoint = Checkpoints.open(PickleFiles.zip(folder, entries, false))) {
            assertEquals(new TensorInfo("w", TensorType.I32, List.of(1L)), checkpoint.info("w"));
            assertEquals(7, checkpoint.read("w").getInt());
        }
    }

    @Test
    void aPickleOfProtocolZeroIsRead() throws IOException {
        Map<String, byte[]> entries = new HashMap<>(PickleFiles.oneTensor("FloatStorage", 2, "", floats(2)));
        // Text opcodes throughout; a persistent identifier is a tuple in any protocol that can hold one.
        entries.put(
                "data.pkl",
                PickleFiles.latin1("(dp0\nVlay\\u0065r\np1\nctorch._utils\n_rebuild_tensor\n((S'storage'\nctorch\n"
                        + "FloatStorage\nS'0'\nS\"cpu\"\nI2\ntQI0\n(L2L\nt(I1\nttRsS'\\x6dore\\n'\nF1.5\nsg0\n."));
        try (Checkpoint checkpoint = Checkpoints.open(PickleFiles.zip(folder, entries, false))) {
            assertEquals(Set.of("layer"), checkpoint.names());
            assertArrayEquals(new float[] {0, 1}, floats(checkpoint.read("layer")));
        }
    }

    @Test
    void orderedDictionariesOfPythonTwoAreLists() throws IOException {
        Map<String, byte[]> entries = new HashMap<>(PickleFiles.oneTensor("FloatStorage", 2, "", floats(2)));
        String tensor = "ctorch._utils\n_rebuild_tensor\n((U\7storagectorch.cuda\nFloatStorage\nU\0010U\6cuda:0K\2tQ"
                + PickleFiles.arguments(0, new long[] {2}, new long[] {1}) + "tR";
        entries.put(
                "data.pkl", PickleFiles.latin1("ccollections\nOrderedDict\n((l(lU\1wa" + tensor + "aatR}U\1xK\1sb."));
        try (Checkpoint checkpoint = Checkpoints.open(PickleFiles.zip(folder, entries, false))) {
            assertArrayEquals(new float[] {0, 1}, floats(checkpoint.read("w")));
        }
    }

    @Test
    void legacyViewsOfAStorageAreResolved() throws IOException {
        String tensor = "ctorch._utils\n_rebuild_tensor\n((U\7storagectorch\nFloatStorage\nU\1kU\3cpuK\6(U\1vK\2K\3ttQ"
                + PickleFiles.arguments(1, new long[] {2}, new long[] {1}) + "tR";
        String object = "\u0080\2}U\1w" + tensor + "s.";
        byte[] storage = ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(6)
                .put(floats(6))
                .array();
        try (Checkpoint checkpoint = Checkpoints.open(PickleFiles.legacy(folder, object, "\u0080\2]U\1ka.", storage))) {
            assertArrayEquals(new float[] {3, 4}, floats(checkpoint.read("w")));
        }
        assertTrue(refusal(PickleFiles.legacy(folder, object, "\u0080\2].")).contains("storage 'k' is missing"));
        assertTrue(refusal(PickleFiles.legacy(folder, object, "\u0080\2](U\1kU\1ke.", storage))
                .contains("lists a storage twice"));
        assertTrue(refusal(PickleFiles.legacy(folder, object, "\u0080\2]U\1xa.", storage))
                .contains("nothing refers to"));
        storage[0] = 5;
        assertTrue(refusal(PickleFiles.legacy(folder, object, "\u0080\2]U\1ka.", storage))
                .contains("has 5 elements, but 6 are expected"));
        assertTrue(refusal(PickleFiles.legacy(folder, object.replace("K\2K\3t", "K\4K\3t"), "\u0080\2]U\1ka."))
                .contains("lies outside it"));
    }

    @Test
    void theStateDictIsFoundUnderTheUsualKeysOrAtTheTop() throws IOException {
        byte[] bare = PickleFiles.oneTensor(
                        "FloatStorage", 1, PickleFiles.arguments(0, new long[] {}, new long[] {}), floats(1))
                .get("data.pkl");
        String inner = new String(bare, StandardCharsets.ISO_8859_1);
        inner = inner.substring(0, inner.length() - 1);
        for (String wrapped : List.of(
                "}U\nstate_dict" + inner + "s.",
                "}U\20model_state_dict" + inner + "s.",
                "}(U\5modelK\1U\nstate_dict" + inner + "u.",
                "}(U\nstate_dict}U\5model" + inner + "s" + "U\20model_state_dict" + inner + "u.")) {
            Map<String, byte[]> entries = Map.of("data.pkl", PickleFiles.latin1(wrapped), "data/0", floats(1));
            try (Checkpoint checkpoint = Checkpoints.open(PickleFiles.zip(folder, entries, false))) {
                assertEquals(Set.of("w"), checkpoint.names());
            }
        }
        Path elsewhere = PickleFiles.zip(
                folder, Map.of("data.pkl", PickleFiles.latin1("}U\4net." + inner + "s."), "data/0", floats(1)), false);
        assertTrue(refusal(elsewhere).contains("its keys are 'net.'"), refusal(elsewhere));
        try (Checkpoint checkpoint = Checkpoints.open(elsewhere, "net.")) {
            assertEquals(Set.of("w"), checkpoint.names());
        }
    }

    @Test
    void aTorchScriptArchiveAndAForeignZipAreRefused() throws IOException {
        Path script = PickleFiles.zip(
                folder, Map.of("data.pkl", PickleFiles.latin1("}."), "constants.pkl", new byte[0]), false);
        assertTrue(refusal(script).contains("TorchScript"));
        Path foreign = PickleFiles.zip(folder, Map.of("readme.txt", new byte[0]), false);
        assertTrue(refusal(foreign).contains("not a file of torch.save"));
    }

    @Test
    void aDeflatedEntryThatClaimsAnotherSizeIsRefused() throws IOException {
        Map<String, byte[]> entries = PickleFiles.oneTensor(
                "FloatStorage", 1000, PickleFiles.arguments(0, new long[] {1000}, new long[] {1}), floats(1000));
        Path file = PickleFiles.zip(folder, entries, true);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        // The second entry of the directory claims more bytes than it holds.
        int entry = 0;
        for (int at = 0; at < bytes.length - 46; at++) {
            entry = buffer.getInt(at) == 0x02014b50 ? at : entry;
        }
        buffer.putInt(entry + 24, 2_000_000_000);
        Files.write(file, bytes);
        assertTrue(refusal(file).contains("holds 2000000000 bytes"));
    }

    @Test
    void aDeflatedEntryIsUnpackedOnlyIfItReallyIsAsLongAsAPickleBelieves() throws IOException {
        Map<String, byte[]> entries = PickleFiles.oneTensor(
                "FloatStorage",
                500_000_000,
                PickleFiles.arguments(0, new long[] {500_000_000}, new long[] {1}),
                floats(10));
        Path file = PickleFiles.zip(folder, entries, true);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int last = 0;
        for (int at = 0; at < bytes.limit() - 46; at++) {
            last = bytes.getInt(at) == 0x02014b50 ? at : last;
        }
        bytes.putInt(last + 24, 2_000_000_000);
        Files.write(file, bytes.array());
        try (Checkpoint checkpoint = Checkpoints.open(file)) {
            String message = assertThrows(InvalidInputException.class, () -> checkpoint.read("w"))
                    .getMessage();
            assertTrue(message.contains("does not unpack to the 2000000000 bytes"), message);
        }
    }

    /** The layout of archives beyond 4 GiB: every number of the directory that could be too large is moved to ZIP64. */
    @Test
    void aZip64DirectoryIsRead() throws IOException {
        Path original = FormatFiles.of("pytorch/state_dict.zip.pt");
        ByteBuffer zip = ByteBuffer.wrap(Files.readAllBytes(original)).order(ByteOrder.LITTLE_ENDIAN);
        int end = zip.limit() - 22;
        int begin = zip.getInt(end + 16);
        int count = zip.getShort(end + 10);
        ByteBuffer large = ByteBuffer.allocate(2 * zip.limit()).order(ByteOrder.LITTLE_ENDIAN);
        large.put(zip.array(), 0, begin);
        int entry = begin;
        for (int i = 0; i < count; i++) {
            int at = large.position();
            int nameLength = zip.getShort(entry + 28);
            large.put(zip.array(), entry, 46 + nameLength);
            // A field of another kind first: only its length matters.
            large.putShort((short) 0x4246).putShort((short) 2).putShort((short) 0);
            large.putShort((short) 1).putShort((short) 24);
            large.putLong(zip.getInt(entry + 24))
                    .putLong(zip.getInt(entry + 20))
                    .putLong(zip.getInt(entry + 42));
            large.putInt(at + 20, -1).putInt(at + 24, -1).putInt(at + 42, -1);
            large.putShort(at + 30, (short) 34).putShort(at + 32, (short) 0);
            entry += 46 + nameLength + zip.getShort(entry + 30) + zip.getShort(entry + 32);
        }
        int record = large.position();
        large.putInt(0x06064b50).putLong(44).putInt(0x002d002d).putLong(0);
        large.putLong(count).putLong(count).putLong(record - begin).putLong(begin);
        large.putInt(0x07064b50).putInt(0).putLong(record).putInt(1);
        large.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
        Path file = Files.write(folder.resolve("zip64.pt"), Arrays.copyOf(large.array(), large.position()));
        try (Checkpoint expected = Checkpoints.open(original);
                Checkpoint actual = Checkpoints.open(file)) {
            FormatFiles.assertSameTensors(expected, actual);
        }
    }

    @Test
    void tensorsAreReadFromSeveralThreads() throws Exception {
        try (Checkpoint expected = Checkpoints.open(FormatFiles.of("pytorch/expected.safetensors"));
                Checkpoint zip = Checkpoints.open(FormatFiles.of("pytorch/state_dict.zip.pt"))) {
            List<Throwable> failures = IntStream.range(0, 64)
                    .parallel()
                    .mapToObj(i -> {
                        try {
                            FormatFiles.assertSameTensors(expected, zip);
                            return null;
                        } catch (IOException | AssertionError e) {
                            return e;
                        }
                    })
                    .filter(e -> e != null)
                    .toList();
            assertEquals(List.of(), failures);
        }
    }

    private static String refusal(Path file) {
        return assertThrows(InvalidInputException.class, () -> Checkpoints.open(file))
                .getMessage();
    }

    private static long[] longs(String text) {
        return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
    }

    /** The numbers 0, 1, 2, … as little-endian floats. */
    private static byte[] floats(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(i);
        }
        return bytes.array();
    }

    private static float[] floats(ByteBuffer bytes) {
        float[] numbers = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }
}
