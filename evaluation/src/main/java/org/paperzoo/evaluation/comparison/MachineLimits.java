package org.paperzoo.evaluation.comparison;

import java.util.Comparator;
import java.util.List;

/**
 * What this machine was measured to do at best, through PyTorch and with the threads it was set to: no model's run can be
 * expected to take less than its operations and bytes take at these rates. See {@link MachineProbe} for how.
 *
 * @param threads threads of one operation
 * @param flopsPerSecond float32 operations per second of the best matrix product, on all those threads
 * @param singleThreadFlopsPerSecond the same on one thread
 * @param products what each size of matrix gave, on all threads
 * @param reads what reading a buffer gave, from the smallest buffer, which stays in caches, to the largest, which cannot
 * @param updateBytesPerSecond bytes read and written per second while one half of the largest buffer is added to the
 *     other: two reads and a write for each element
 * @param seconds how long measuring took
 */
public record MachineLimits(
        int threads,
        double flopsPerSecond,
        double singleThreadFlopsPerSecond,
        List<ProductRate> products,
        List<ReadRate> reads,
        double updateBytesPerSecond,
        double seconds) {

    public MachineLimits {
        products = List.copyOf(products);
        reads = reads.stream()
                .sorted(Comparator.comparingLong(ReadRate::bufferBytes))
                .toList();
        if (!(flopsPerSecond > 0) || reads.isEmpty()) {
            throw new IllegalArgumentException("a machine's limits are positive rates, with one of reading at least");
        }
    }

    /**
     * Rate of a product of two square float32 matrices.
     *
     * @param size rows and columns
     * @param flopsPerSecond twice the cube of the size, over the median time
     */
    public record ProductRate(int size, double flopsPerSecond) {}

    /**
     * Rate of reading a buffer over and over.
     *
     * @param bufferBytes size of the buffer
     * @param bytesPerSecond that size over the median time
     */
    public record ReadRate(long bufferBytes, double bytesPerSecond) {}

    /** Bandwidth of the memory itself: the best rate on the buffer that no cache holds, reading or updating. */
    public double memoryBytesPerSecond() {
        return Math.max(readBytesPerSecond(), updateBytesPerSecond);
    }

    /** The rate of reading the largest buffer. */
    double readBytesPerSecond() {
        return reads.get(reads.size() - 1).bytesPerSecond();
    }

    /**
     * The best rate at which so many bytes could be read again and again. A small model's weights stay in the caches
     * between its runs, where the memory's bandwidth is no limit: so this is the best rate of all buffers of at least
     * that size (or of the largest, for more than that).
     */
    public double bandwidthFor(double bytes) {
        return reads.stream()
                .filter(read -> read.bufferBytes() >= bytes)
                .mapToDouble(ReadRate::bytesPerSecond)
                .reduce(memoryBytesPerSecond(), Math::max);
    }
}
