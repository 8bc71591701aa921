package org.paperzoo.datasets.table;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * How pages of Parquet files are unpacked. The library's own codecs want a Hadoop configuration, and with it most of
 * Hadoop's libraries; these want the packing libraries alone, and hold pages to a bound.
 */
final class ParquetCodecs implements CompressionCodecFactory {

    /** The largest page that is unpacked: 512 MiB. Writers aim at 1 MiB. */
    static final int LARGEST_PAGE = 512 << 20;

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return new BytesInputDecompressor() {
            @Override
            public BytesInput decompress(BytesInput packed, int size) throws IOException {
                if (size < 0 || size > LARGEST_PAGE) {
                    throw new IOException("a page claims " + size + " bytes; at most " + LARGEST_PAGE + " are read");
                }
                return codec == CompressionCodecName.UNCOMPRESSED
                        ? packed
                        : BytesInput.from(unpack(codec, bytes(packed), size));
            }

            @Override
            public void decompress(ByteBuffer packed, int packedSize, ByteBuffer plain, int plainSize) {
                throw new UnsupportedOperationException("pages are read on the heap");
            }

            @Override
            public void release() {}
        };
    }

    private static byte[] bytes(BytesInput packed) throws IOException {
        try (InputStream in = packed.toInputStream()) {
            return in.readAllBytes();
        }
    }

    private static byte[] unpack(CompressionCodecName codec, byte[] packed, int size) throws IOException {
        switch (codec) {
            case SNAPPY -> {
                if (Snappy.uncompressedLength(packed) != size) {
                    throw new IOException("a page does not unpack to the " + size + " bytes that it claims");
                }
                return Snappy.uncompress(packed);
            }
            case ZSTD -> {
                byte[] plain = new byte[size];
                long written = Zstd.decompress(plain, packed);
                if (written != size) {
                    throw new IOException("a page does not unpack to the " + size + " bytes that it claims");
                }
                return plain;
            }
            case GZIP -> {
                try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                    byte[] plain = in.readNBytes(size);
                    if (plain.length != size || in.read() >= 0) {
                        throw new IOException("a page does not unpack to the " + size + " bytes that it claims");
                    }
                    return plain;
                }
            }
            default -> throw new IOException("pages are packed as " + codec + "; SNAPPY, ZSTD, GZIP are read");
        }
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("Parquet files are only read");
    }

    @Override
    public void release() {}
}
