package org.paperzoo.datasets.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.paperzoo.datasets.InvalidDataException;

/**
 * A Parquet file, as data sets of a hub come. Only the columns that are wanted are read, one row group after another, so
 * that memory holds those columns of a single row group.
 */
public final class ParquetRows implements Rows {

    /** The most bytes that the wanted columns of a row group may have, unpacked: 2 GiB. */
    private static final long LARGEST_ROW_GROUP = 2L << 30;

    private final Path file;
    private final ParquetFileReader reader;
    private final MessageType schema;
    private RecordReader<Group> records;
    private long leftInGroup;
    private long number;
    private int group;

    private ParquetRows(Path file, ParquetFileReader reader, MessageType schema) {
        this.file = file;
        this.reader = reader;
        this.schema = schema;
    }

    /**
     * Opens a file.
     *
     * @param columns the columns to read: texts, numbers, truth values, or lists of these
     * @throws InvalidDataException if it is no Parquet file, or lacks a column
     */
    public static ParquetRows open(Path file, Collection<String> columns) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, Files.exists(file) ? "is not a file" : "there is no such file");
        }
        ParquetFileReader reader;
        try {
            reader = new ParquetFileReader(
                    new LocalInputFile(file),
                    ParquetReadOptions.builder(new PlainParquetConfiguration())
                            .withCodecFactory(new ParquetCodecs())
                            .build());
        } catch (IOException | RuntimeException e) {
            // The library answers files of other kinds and damaged footers with all kinds of exceptions.
            throw new InvalidDataException(file + ": is no Parquet file, or is damaged: " + firstLine(e), e);
        }
        try {
            MessageType all = reader.getFileMetaData().getSchema();
            List<Type> wanted = new ArrayList<>();
            for (String column : new LinkedHashSet<>(columns)) {
                if (!all.containsField(column)) {
                    throw new InvalidDataException(file + ": has no column \"" + column + "\"; it has "
                            + String.join(
                                    ", ",
                                    all.getFields().stream().map(Type::getName).toList()));
                }
                wanted.add(all.getType(column));
            }
            MessageType schema = new MessageType(all.getName(), wanted);
            reader.setRequestedSchema(schema);
            return new ParquetRows(file, reader, schema);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Number of rows of the whole file. */
    public long size() {
        return reader.getRecordCount();
    }

    @Override
    public Row next() throws IOException {
        try {
            while (leftInGroup == 0) {
                if (!nextGroup()) {
                    return null;
                }
            }
            Group read = records.read();
            leftInGroup--;
            number++;
            return row(read);
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new InvalidDataException(file + ": row " + (number + 1) + ": cannot be read: " + firstLine(e), e);
        }
    }

    private boolean nextGroup() throws IOException {
        List<BlockMetaData> groups = reader.getRowGroups();
        if (group == groups.size()) {
            return false;
        }
        long bytes = groups.get(group).getColumns().stream()
                .filter(column -> schema.containsField(column.getPath().toArray()[0]))
                .mapToLong(column -> Math.max(column.getTotalUncompressedSize(), column.getTotalSize()))
                .sum();
        if (bytes > LARGEST_ROW_GROUP) {
            throw new InvalidDataException(file + ": row group " + group + " has " + bytes + " bytes; at most "
                    + LARGEST_ROW_GROUP + " are read at a time");
        }
        group++;
        PageReadStore pages = reader.readNextRowGroup();
        records = new ColumnIOFactory().getColumnIO(schema).getRecordReader(pages, new GroupRecordConverter(schema));
        leftInGroup = pages.getRowCount();
        return true;
    }

    private Row row(Group read) throws InvalidDataException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < schema.getFieldCount(); i++) {
            Object value = read.getFieldRepetitionCount(i) == 0 ? null : value(read, i, 0);
            if (value != null) {
                values.put(schema.getFieldName(i), value);
            }
        }
        return new Row(file + ": row " + number, number, values);
    }

    private Object value(Group read, int field, int index) throws InvalidDataException {
        Type type = read.getType().getType(field);
        if (type instanceof PrimitiveType primitive) {
            return switch (primitive.getPrimitiveTypeName()) {
                case BOOLEAN -> read.getBoolean(field, index);
                case INT32 -> (long) read.getInteger(field, index);
                case INT64 -> read.getLong(field, index);
                case FLOAT -> (double) read.getFloat(field, index);
                case DOUBLE -> read.getDouble(field, index);
                case BINARY -> text(read.getBinary(field, index).toByteBuffer(), type.getName());
                default -> throw wrong("\"" + type.getName() + "\" is a " + primitive + ", which is not read");
            };
        }
        if (!(type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation)) {
            throw wrong("\"" + type.getName() + "\" is neither a value nor a list");
        }
        Group list = read.getGroup(field, index);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            values.add(element(list, i, type.getName()));
        }
        return values;
    }

    /** Lists have a repeated group around each element, but for files of old writers, where the element itself is repeated. */
    private Object element(Group list, int index, String name) throws InvalidDataException {
        Type repeated = list.getType().getType(0);
        if (repeated.isPrimitive()) {
            return value(list, 0, index);
        }
        GroupType group = repeated.asGroupType();
        Group element = list.getGroup(0, index);
        if (group.getFieldCount() != 1 || element.getFieldRepetitionCount(0) == 0) {
            throw wrong("\"" + name + "\" is a list with elements that are none");
        }
        return value(element, 0, 0);
    }

    private String text(ByteBuffer bytes, String name) throws InvalidDataException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw wrong("\"" + name + "\" is not UTF-8 text");
        }
    }

    private InvalidDataException wrong(String what) {
        return new InvalidDataException(file + ": row " + number + ": " + what);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
