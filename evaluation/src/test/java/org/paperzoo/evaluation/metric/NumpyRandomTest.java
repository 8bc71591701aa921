package org.paperzoo.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Against numpy 1.24.2, seed 12345. */
class NumpyRandomTest {

    @Test
    void rawNumbersEqualNumpys() {
        NumpyRandom random = new NumpyRandom(12345);
        for (String expected : new String[] {
            "4193609425186963869", "5843160025838961886", "14708796524633321433", "12474696839993944336",
            "7214697784736971533", "6139333351517228867", "11036848454483043741", "3444637731644279391"
        }) {
            assertEquals(Long.parseUnsignedLong(expected), random.nextLong());
        }
    }

    @Test
    void choicesEqualNumpysToTheLast() throws Exception {
        NumpyRandom first = new NumpyRandom(12345);
        int[] row = new int[10];
        first.choice(10, row);
        assertArrayEquals(new int[] {6, 2, 7, 3, 2, 7, 6, 6, 9, 3}, row);
        assertEquals("71d126f973e75e3b254e9137e981af71a4a101b931290455b7f086dd5946b11c", digestOfChoices(10));
        assertEquals("4275e86819373cc5284a6a0431d431241dac27de57fc5956ef99a83754b3c1cf", digestOfChoices(120));
        assertEquals("1276aa87534e51a365b280979e08b218efe185f745d5728bcc487f975d3362e9", digestOfChoices(1000));
    }

    private static String digestOfChoices(int bound) throws Exception {
        NumpyRandom random = new NumpyRandom(12345);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int[] row = new int[bound];
        ByteBuffer bytes = ByteBuffer.allocate(8 * bound).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1000; i++) {
            random.choice(bound, row);
            bytes.clear();
            for (int index : row) {
                bytes.putLong(index);
            }
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void bitsEqualNumpys() throws Exception {
        NumpyRandom.Bits bits = new NumpyRandom(12345).bits();
        byte[] drawn = new byte[2000 * 120];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (byte) (bits.next() ? 1 : 0);
        }
        assertEquals(
                "8c96107853982271c113d07a669b26d16285e282227b28ab004dad23a46a8ed0",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(drawn)));
    }

    @Test
    void theOnlyChoiceTakesNoRandomNumber() {
        NumpyRandom random = new NumpyRandom(12345);
        random.choice(1, new int[5]);
        assertEquals(4193609425186963869L, random.nextLong());
    }

    @Test
    void seedsThatNumpyHasNotAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new NumpyRandom(-1));
        assertThrows(IllegalArgumentException.class, () -> new NumpyRandom(0).choice(0, new int[1]));
    }
}
