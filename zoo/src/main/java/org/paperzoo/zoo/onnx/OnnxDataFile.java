package org.paperzoo.zoo.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The file of tensors that lie outside the model files. Equal contents are stored once, whatever they are called.
 * Tensors start at the boundaries at which systems map files into memory.
 */
final class OnnxDataFile {

    /** Where a tensor's elements lie, in bytes. */
    record Region(long offset, long length) {}

    private record Fingerprint(long length, long checksum) {}

    /** Linux and macOS map at multiples of a page, Windows at multiples of this. */
    private static final long MAP_BOUNDARY = 64 << 10;

    private static final long PAGE = 4096;

    /** Smaller tensors start at a page: 64 KiB for each would leave more gaps than tensors. */
    private static final long MAPPED_ALONE = 1 << 20;

    private static final int COMPARED_AT_ONCE = 1 << 20;

    private final FileChannel channel;
    private final Map<Fingerprint, List<Region>> stored = new HashMap<>();
    private long end;

    /** @param channel open for reading and writing, empty */
    OnnxDataFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Stores a tensor's elements unless they are there, and says where they are. */
    Region store(ByteBuffer elements) throws IOException {
        CRC32C checksum = new CRC32C();
        checksum.update(elements.duplicate());
        Fingerprint fingerprint = new Fingerprint(elements.remaining(), checksum.getValue());
        List<Region> candidates = stored.computeIfAbsent(fingerprint, key -> new ArrayList<>());
        for (Region candidate : candidates) {
            if (holds(candidate, elements)) {
                return candidate;
            }
        }
        long boundary = elements.remaining() >= MAPPED_ALONE ? MAP_BOUNDARY : PAGE;
        Region region = new Region((end + boundary - 1) / boundary * boundary, elements.remaining());
        OnnxFiles.write(channel.position(region.offset()), elements);
        end = region.offset() + region.length();
        candidates.add(region);
        return region;
    }

    private boolean holds(Region region, ByteBuffer elements) throws IOException {
        ByteBuffer window = ByteBuffer.allocate((int) Math.min(COMPARED_AT_ONCE, region.length()));
        for (int done = 0; done < region.length(); done += window.position()) {
            window.clear().limit((int) Math.min(window.capacity(), region.length() - done));
            while (window.hasRemaining()) {
                if (channel.read(window, region.offset() + done + window.position()) < 0) {
                    return false;
                }
            }
            if (!window.duplicate().flip().equals(elements.slice(elements.position() + done, window.position()))) {
                return false;
            }
        }
        return true;
    }
}
