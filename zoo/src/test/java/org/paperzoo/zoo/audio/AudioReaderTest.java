package org.paperzoo.zoo.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.InvalidInputException;

class AudioReaderTest {

    @Test
    void wholeNumbersAreReadByTheirPowerOfTwo() throws IOException {
        assertArrayEquals(new float[] {-1, 0, 127 / 128f}, samples(wav(1, 8, 0, 128, 255)));
        assertArrayEquals(new float[] {-1, 0.5f}, samples(wav(1, 16, 0, 0x80, 0, 0x40)));
        assertArrayEquals(new float[] {-1, 0.5f, 1 / 8388608f}, samples(wav(1, 24, 0, 0, 0x80, 0, 0, 0x40, 1, 0, 0)));
        assertArrayEquals(new float[] {-1, 0.5f}, samples(wav(1, 32, 0, 0, 0, 0x80, 0, 0, 0, 0x40)));
    }

    @Test
    void floatsAreTakenAsTheyAre() throws IOException {
        assertArrayEquals(new float[] {1.5f}, samples(wav(3, 32, 0, 0, 0xc0, 0x3f)));
        assertArrayEquals(new float[] {1.5f}, samples(wav(3, 64, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f)));
    }

    /** Values of G.711's tables. */
    @Test
    void logarithmicCodesAreExpanded() throws IOException {
        assertArrayEquals(
                scaled(-32124, 32124, 0, 0, -8, 8, -988), samples(wav(7, 8, 0x00, 0x80, 0xff, 0x7f, 0x7e, 0xfe, 0x4e)));
        assertArrayEquals(
                scaled(-5504, 5504, -8, 8, -32256, 32256), samples(wav(6, 8, 0x00, 0x80, 0x55, 0xd5, 0x2a, 0xaa)));
    }

    @Test
    void oddChunksArePassedOverAndExtensibleFormatsLookedInto() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(chunk("LIST", new byte[5]));
        byte[] format = Arrays.copyOf(format(0xfffe, 16, 2, 8000), 40);
        format[24] = 1;
        content.writeBytes(chunk("fmt ", format));
        content.writeBytes(chunk("fact", new byte[3]));
        content.writeBytes(chunk("data", new byte[] {0, 64, 0, 32, 0, 0, 0, -128}));
        try (AudioStream stream = open(riff(content.toByteArray()))) {
            assertEquals(2, stream.channels());
            assertEquals(8000, stream.rate());
            Waveform mean = Waveform.of(stream, "extensible.wav");
            assertArrayEquals(new float[] {0.375f, -0.5f}, mean.samples());
        }
    }

    @Test
    void aLengthThatItsWriterDidNotKnowMeansToTheEnd() throws IOException {
        byte[] file = wav(1, 16, 0, 0x40, 0, 0x40);
        Arrays.fill(file, 40, 44, (byte) 0xff);
        assertArrayEquals(new float[] {0.5f, 0.5f}, samples(file));
        assertRefused(Arrays.copyOf(file, file.length - 1), "ends before its samples do");
    }

    @Test
    void hostileHeadersAreRefusedBeforeAnythingIsAllocated() throws IOException {
        byte[] whole = wav(1, 16, 0, 0x40, 0, 0x40);
        assertRefused(with(whole, 40, 0xfe, 0xff, 0xff, 0x7f), "bytes are missing");
        assertRefused(with(whole, 22, 0, 0), "0 channels; expected 1 to 256");
        assertRefused(with(whole, 22, 0xff, 0xff), "65535 channels");
        assertRefused(with(whole, 24, 0, 0, 0, 0), "a sampling rate of 0");
        assertRefused(with(whole, 24, 0xff, 0xff, 0xff, 0xff), "a sampling rate of 4294967295");
        assertRefused(with(whole, 34, 17), "format 1 with 17 bits");
        assertRefused(with(whole, 20, 0x55), "format 85 with 16 bits");
        assertRefused(with(whole, 32, 4), "says that an instant has 4 bytes");
        assertRefused(with(whole, 16, 0xff, 0xff, 0xff, 0x7f), "a format of 2147483647 bytes");
        assertRefused(with(whole, 40, 3, 0, 0, 0), "expected a multiple of 2");
        assertRefused(with(whole, 12, 'j', 'u', 'n', 'k'), "no chunk fmt before the samples");
        assertRefused(with(whole, 8, 'A', 'V', 'I', ' '), "not of sound");
        assertRefused("neither of them".getBytes(), "neither a WAV nor a FLAC file");
        assertRefused(new byte[0], "neither a WAV nor a FLAC file");
        for (int length = 4; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "ends before its samples");
        }
    }

    /** Written by flac 1.4.2 from the WAV files beside them. */
    @ParameterizedTest
    @ValueSource(strings = {"stereo16", "mono24", "mono8", "six16", "stereo24v"})
    void flacHoldsTheSameNumbers(String name) throws IOException {
        Path file = FeatureParityTest.file(name + ".flac");
        try (AudioStream flac = AudioReader.open(file);
                AudioStream wav = AudioReader.open(FeatureParityTest.file(name + ".wav"))) {
            assertEquals(wav.rate(), flac.rate());
            assertEquals(wav.channels(), flac.channels());
            float[] expected = new float[wav.channels() * 5000];
            int length = wav.read(expected);
            float[] block = new float[wav.channels() * 77];
            int at = 0;
            for (int read = flac.read(block); read >= 0; read = flac.read(block)) {
                assertArrayEquals(
                        Arrays.copyOfRange(expected, at * wav.channels(), (at + read) * wav.channels()),
                        Arrays.copyOf(block, read * wav.channels()));
                at += read;
            }
            assertEquals(length, at);
        }
    }

    @Test
    void aFlacIsReadAtAnotherRate() throws IOException {
        Path file = FeatureParityTest.file("mono24.flac");
        assertArrayEquals(
                AudioReader.read(file).at(8000).samples(),
                AudioReader.read(file, 8000).samples());
    }

    /** Frames carry checksums, and the header a digest: no changed byte behind the metadata stays unnoticed. */
    @Test
    void aBrokenFlacIsRefusedInOneLine() throws IOException {
        byte[] whole = Files.readAllBytes(FeatureParityTest.file("mono8.flac"));
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            byte[] broken = whole.clone();
            int at = 4 + random.nextInt(broken.length - 4);
            broken[at] ^= (byte) (1 << random.nextInt(8));
            try {
                float[] samples = samples(broken);
                assertTrue(at < 200, "a change of byte " + at + " went unnoticed: " + samples.length);
            } catch (InvalidInputException e) {
                assertEquals(1, e.getMessage().lines().count());
                assertTrue(e.getMessage().startsWith("sound: "), e.getMessage());
            }
        }
        for (int length = 5; length < whole.length; length += 11) {
            assertRefused(Arrays.copyOf(whole, length), "broken FLAC");
        }
    }

    @Test
    void whatIsNoFileIsTold(@TempDir Path folder) {
        assertThrows(NoSuchFileException.class, () -> AudioReader.open(folder.resolve("missing.wav")));
        assertThrows(InvalidInputException.class, () -> AudioReader.open(folder));
    }

    private static float[] scaled(int... levels) {
        float[] scaled = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            scaled[i] = levels[i] / 32768f;
        }
        return scaled;
    }

    private static AudioStream open(byte[] file) throws IOException {
        return AudioReader.open(new ByteArrayInputStream(file), "sound");
    }

    private static float[] samples(byte[] file) throws IOException {
        try (AudioStream stream = open(file)) {
            return Waveform.of(stream, "sound").samples();
        }
    }

    private static void assertRefused(byte[] file, String reason) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> samples(file));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    private static byte[] with(byte[] file, int at, int... bytes) {
        byte[] changed = file.clone();
        for (int i = 0; i < bytes.length; i++) {
            changed[at + i] = (byte) bytes[i];
        }
        return changed;
    }

    private static byte[] wav(int tag, int bits, int... data) {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(chunk("fmt ", format(tag, bits, 1, 16000)));
        content.writeBytes(chunk("data", bytes));
        return riff(content.toByteArray());
    }

    private static byte[] format(int tag, int bits, int channels, int rate) {
        int align = channels * bits / 8;
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) tag)
                .putShort((short) channels)
                .putInt(rate)
                .putInt(rate * align)
                .putShort((short) align)
                .putShort((short) bits)
                .array();
    }

    private static byte[] chunk(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length + content.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes())
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] riff(byte[] content) {
        return ByteBuffer.allocate(12 + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes())
                .putInt(4 + content.length)
                .put("WAVE".getBytes())
                .put(content)
                .array();
    }
}
