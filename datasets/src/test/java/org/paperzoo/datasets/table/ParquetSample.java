package org.paperzoo.datasets.table;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.xerial.snappy.Snappy;

/** Writes small Parquet files for tests. */
public final class ParquetSample {

    private ParquetSample() {}

    /**
     * Writes a file whose row groups are as small as the writer lets them be.
     *
     * @param schema of the columns, such as {@code optional binary text (STRING); optional int64 n;}
     * @param rows values by column: texts, whole numbers, truth values, lists of texts; absent ones are null in the file
     */
    public static Path write(Path file, String schema, String codec, List<Map<String, Object>> rows)
            throws IOException {
        MessageType type = MessageTypeParser.parseMessageType("message sample { " + schema + " }");
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(type)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new Packing())
                .withCompressionCodec(CompressionCodecName.valueOf(codec))
                .withRowGroupSize(4096L)
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(2)
                .build()) {
            for (Map<String, Object> row : rows) {
                Group group = new SimpleGroupFactory(type).newGroup();
                row.forEach((column, value) -> add(group, column, value));
                writer.write(group);
            }
        }
        return file;
    }

    private static void add(Group group, String column, Object value) {
        if (value instanceof List<?> elements) {
            Group list = group.addGroup(column);
            elements.forEach(element -> list.addGroup(0).add(0, (String) element));
        } else if (value instanceof Boolean truth) {
            group.add(column, truth);
        } else if (value instanceof Long number) {
            group.add(column, number);
        } else if (value instanceof Integer number) {
            group.add(column, number);
        } else {
            group.add(column, (String) value);
        }
    }

    private static final class Packing implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            return new BytesInputCompressor() {
                @Override
                public BytesInput compress(BytesInput plain) throws IOException {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    plain.writeAllTo(bytes);
                    return BytesInput.from(pack(codec, bytes.toByteArray()));
                }

                @Override
                public CompressionCodecName getCodecName() {
                    return codec;
                }

                @Override
                public void release() {}
            };
        }

        private static byte[] pack(CompressionCodecName codec, byte[] plain) throws IOException {
            switch (codec) {
                case SNAPPY -> {
                    return Snappy.compress(plain);
                }
                case ZSTD -> {
                    return Zstd.compress(plain);
                }
                case GZIP -> {
                    ByteArrayOutputStream packed = new ByteArrayOutputStream();
                    try (OutputStream output = new GZIPOutputStream(packed)) {
                        output.write(plain);
                    }
                    return packed.toByteArray();
                }
                default -> {
                    return plain;
                }
            }
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release() {}
    }
}
