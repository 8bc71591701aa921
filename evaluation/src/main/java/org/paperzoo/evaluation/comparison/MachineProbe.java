package org.paperzoo.evaluation.comparison;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.paperzoo.evaluation.comparison.MachineLimits.ProductRate;
import org.paperzoo.evaluation.comparison.MachineLimits.ReadRate;

/**
 * Measures {@link MachineLimits} on the CPU, here and now, in about 3 seconds.
 *
 * <ul>
 *   <li><b>Operations</b>: products of square float32 matrices of several sizes by {@code torch.matmul}, which hands them
 *       to the BLAS that it was built with. The best size counts. A size that would take too long on a slow machine is
 *       left out. The smaller sizes are measured on one thread too.
 *   <li><b>Reading</b>: a buffer of float32 is read whole, once by {@code torch.sum} and once as the matrix of a
 *       matrix-vector product, on all threads and on one, and the best of the four rates counts. Buffers go from 1 MiB
 *       up to four times the largest cache and 256 MiB at least (1 GiB at most), so that the last rate is the memory's.
 *   <li><b>Updating</b>: half of the largest buffer is added to its other half in place, 12 bytes for each element; no
 *       array is allocated, and no line is fetched only to be overwritten.
 * </ul>
 *
 * <p>Each of these is repeated for a fraction of a second. Its time is the smallest median of {@value #STRETCH}
 * repetitions in a row: sustained, and yet not spoilt by what else the machine did for a while, since a limit that is too
 * low flatters every engine.
 *
 * <p>An engine with a better kernel than these can pass the limit by some per cent; a share above one says so.
 */
public final class MachineProbe {

    private static final int[] SIZES = {512, 1024, 2048};
    private static final int[] SINGLE_THREAD_SIZES = {512, 1024};
    private static final double SECONDS_PER_SIZE = 0.2;
    private static final double SECONDS_PER_READ = 0.05;
    private static final int FEWEST = 3;
    private static final int STRETCH = 5;
    private static final int COLUMNS = 1024;
    private static final long MIB = 1 << 20;
    private static final long[] BUFFERS = {MIB, 4 * MIB, 16 * MIB, 64 * MIB};
    private static final long SMALLEST_LARGE_BUFFER = 256 * MIB;
    private static final long LARGEST_BUFFER = 1024 * MIB;
    private static final long UNKNOWN_CACHE = 64 * MIB;
    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

    private MachineProbe() {}

    /**
     * Measures. PyTorch's number of threads is changed meanwhile and restored; nothing else should run in this process.
     */
    public static MachineLimits measure() {
        Engine.getEngine("PyTorch");
        long began = System.nanoTime();
        int threads = JniUtils.getNumThreads();
        List<ProductRate> products = products(SIZES);
        List<ReadRate> reads = new ArrayList<>();
        double single;
        double update;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            long largest = largeBuffer(largestCache());
            NDArray buffer = manager.ones(new Shape(largest / Float.BYTES), DataType.FLOAT32);
            NDArray vector = manager.ones(new Shape(COLUMNS), DataType.FLOAT32);
            for (long bytes : BUFFERS) {
                reads.add(read(buffer, vector, bytes));
            }
            reads.add(read(buffer, vector, largest));
            update = update(buffer, largest);
            if (threads == 1) {
                single = best(products);
            } else {
                JniUtils.setNumThreads(1);
                try {
                    single = best(products(SINGLE_THREAD_SIZES));
                    // Several threads can be slower than one: on small buffers, or where the cores are busy otherwise.
                    for (int i = 0; i < reads.size(); i++) {
                        ReadRate alone = read(buffer, vector, reads.get(i).bufferBytes());
                        reads.set(i, alone.bytesPerSecond() > reads.get(i).bytesPerSecond() ? alone : reads.get(i));
                    }
                } finally {
                    JniUtils.setNumThreads(threads);
                }
            }
        }
        return new MachineLimits(
                threads,
                Math.max(single, best(products)),
                single,
                products,
                reads,
                update,
                (System.nanoTime() - began) / 1e9);
    }

    private static double best(List<ProductRate> products) {
        return products.stream().mapToDouble(ProductRate::flopsPerSecond).max().orElseThrow();
    }

    private static List<ProductRate> products(int... sizes) {
        List<ProductRate> rates = new ArrayList<>();
        for (int size : sizes) {
            double flops = 2.0 * size * size * size;
            boolean tooLong = !rates.isEmpty()
                    && (FEWEST + 1) * flops / rates.get(rates.size() - 1).flopsPerSecond() > 3 * SECONDS_PER_SIZE;
            if (tooLong) {
                break;
            }
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                NDArray left = matrix(manager, size, 1);
                NDArray right = matrix(manager, size, 2);
                rates.add(new ProductRate(size, flops / sustainedSeconds(() -> left.matMul(right), SECONDS_PER_SIZE)));
            }
        }
        return rates;
    }

    /** Numbers of our own: drawing them by the engine would move on the generator that the user may have seeded. */
    private static NDArray matrix(NDManager manager, int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[size * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble() - 0.5f;
        }
        return manager.create(values, new Shape(size, size));
    }

    private static ReadRate read(NDArray buffer, NDArray vector, long bytes) {
        long elements = bytes / Float.BYTES;
        try (NDArray part = buffer.get(new NDIndex().addSliceDim(0, elements));
                NDArray matrix = part.reshape(elements / COLUMNS, COLUMNS)) {
            double sum = sustainedSeconds(part::sum, SECONDS_PER_READ);
            double product = sustainedSeconds(() -> matrix.matMul(vector), SECONDS_PER_READ);
            return new ReadRate(bytes, bytes / Math.min(sum, product));
        }
    }

    private static double update(NDArray buffer, long bytes) {
        long half = bytes / Float.BYTES / 2;
        try (NDArray target = buffer.get(new NDIndex().addSliceDim(0, half));
                NDArray source = buffer.get(new NDIndex().addSliceDim(half, 2 * half))) {
            double seconds = sustainedSeconds(
                    () -> {
                        target.addi(source);
                        return null;
                    },
                    SECONDS_PER_READ);
            return 3.0 * half * Float.BYTES / seconds;
        }
    }

    /** Best sustained time of an operation that is repeated for so long, after one time that does not count. */
    private static double sustainedSeconds(Supplier<NDArray> operation, double seconds) {
        long[] nanos = new long[64];
        int count = 0;
        long began = 0;
        for (int run = -1; run < FEWEST || (System.nanoTime() - began) / 1e9 < seconds; run++) {
            long start = System.nanoTime();
            NDArray result = operation.get();
            long elapsed = System.nanoTime() - start;
            if (result != null) {
                result.close();
            }
            if (run < 0) {
                began = System.nanoTime();
                continue;
            }
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = elapsed;
        }
        return sustainedNanos(nanos, count) / 1e9;
    }

    /** The smallest median of {@link #STRETCH} repetitions in a row: a busy moment passes, a lucky one does not count. */
    static double sustainedNanos(long[] nanos, int count) {
        int stretch = Math.min(STRETCH, count);
        double best = Double.POSITIVE_INFINITY;
        for (int from = 0; from + stretch <= count; from++) {
            best = Math.min(best, Quantile.median(nanos, from, from + stretch));
        }
        return Math.max(1, best);
    }

    /** Large enough that no cache keeps much of it, in whole rows of the matrix-vector product, and halves of these. */
    static long largeBuffer(long cache) {
        long bytes = Math.min(LARGEST_BUFFER, Math.max(SMALLEST_LARGE_BUFFER, 4 * cache));
        return bytes / MIB * MIB;
    }

    private static long largestCache() {
        try (Stream<Path> caches = Files.list(CACHES)) {
            long largest = 0;
            for (Path cache : caches.toList()) {
                Path size = cache.resolve("size");
                if (Files.exists(size)) {
                    largest = Math.max(largest, cacheSize(Files.readString(size)));
                }
            }
            return largest == 0 ? UNKNOWN_CACHE : largest;
        } catch (IOException | RuntimeException e) {
            // Other systems keep it elsewhere, or tell nobody.
            return UNKNOWN_CACHE;
        }
    }

    /** Bytes of a cache as Linux writes it, such as {@code 36608K}; 0 for what is not such a size. */
    static long cacheSize(String text) {
        String size = text.strip();
        return size.matches("\\d{1,12}K") ? Long.parseLong(size.substring(0, size.length() - 1)) * 1024 : 0;
    }
}
