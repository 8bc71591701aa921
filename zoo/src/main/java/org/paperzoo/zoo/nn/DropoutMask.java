package org.paperzoo.zoo.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What dropout multiplies by on a CPU: 0 with the probability of dropping, else what makes up for it. Each element is drawn
 * from its position and a key, by all cores. libtorch draws one number after another there, on one thread, which takes a
 * fifth of a training step of Informer with windows of 720 hours.
 */
final class DropoutMask {

    /** Elements that share a pair of keys, drawn within the processor's caches. */
    private static final int STRETCH = 1 << 13;

    /** Elements that one task draws. */
    private static final int TASK = 1 << 18;

    /** Below so many elements libtorch takes a tenth of a millisecond at most; above so many, Java's buffers end. */
    private static final long LEAST = 1 << 12;

    private static final long MOST = Integer.MAX_VALUE / Integer.BYTES;

    /** Distinct for each place of a stretch: multiples of the golden ratio's 32-bit fraction. */
    private static final int[] PLACES =
            IntStream.range(0, STRETCH).map(i -> i * 0x9E3779B9).toArray();

    private DropoutMask() {}

    /** Whether the mask of such an array is drawn here. */
    static boolean suits(NDArray x, float rate) {
        return Device.cpu().equals(x.getDevice()) && x.size() >= LEAST && x.size() <= MOST && rate < 1;
    }

    /**
     * A mask for an array, of its shape and type. Its key comes from the engine's generator, so that the engine's seed decides
     * it.
     *
     * @param rate the probability of dropping, in (0, 1)
     */
    static NDArray draw(NDArray x, float rate) {
        NDManager manager = x.getManager();
        long key;
        try (NDArray drawn = manager.randomInteger(0, Long.MAX_VALUE, new Shape(1), DataType.INT64)) {
            key = drawn.getLong(0);
        }
        NDArray mask = manager.create(x.getShape(), DataType.FLOAT32, x.getDevice());
        fill(mask.toByteBuffer(true).order(ByteOrder.nativeOrder()).asIntBuffer(), key, rate);
        return mask.toType(x.getDataType(), false);
    }

    /** Draws float32 elements, as their bits. */
    static void fill(IntBuffer target, long key, float rate) {
        int dropped = (int) (rate * 0x1p31);
        int kept = Float.floatToRawIntBits(1 / (1 - rate));
        int size = target.remaining();
        IntStream.range(0, Math.toIntExact(((long) size + TASK - 1) / TASK))
                .parallel()
                .forEach(task -> {
                    int[] drawn = new int[STRETCH];
                    int end = (int) Math.min(size, (task + 1L) * TASK);
                    for (int start = task * TASK; start < end; start += STRETCH) {
                        SplittableRandom keys = new SplittableRandom(key + start);
                        draw(drawn, keys.nextInt(), keys.nextInt(), dropped, kept);
                        target.put(start, drawn, 0, Math.min(STRETCH, end - start));
                    }
                });
    }

    /**
     * A bijective hash of 32 bits (two multiplications between shifts), with one key before and one within. Without branches,
     * and with integers alone, so that the compiler makes vector instructions of it.
     */
    private static void draw(int[] drawn, int first, int second, int dropped, int kept) {
        for (int i = 0; i < STRETCH; i++) {
            int h = PLACES[i] + first;
            h = (h ^ h >>> 16) * 0x7FEB352D;
            h ^= second;
            h = (h ^ h >>> 15) * 0x846CA68B;
            h ^= h >>> 16;
            // All ones where 31 of the bits, as a number, are less than the bound.
            int less = (h >>> 1) - dropped >> 31;
            drawn[i] = kept & ~less;
        }
    }
}
