package org.paperzoo.datasets.vision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.paperzoo.datasets.InvalidDataException;

/**
 * A COCO panoptic file, of annotations or of predictions: for each picture the name of a PNG whose colours are segments, and
 * what the segments are. It is read token by token; what else it holds is passed over.
 *
 * <p>Source of the format: cocodataset.org, "Data format" and "Results format". Predictions have no {@code categories},
 * {@code iscrowd} or {@code area}, which are then empty or 0.
 *
 * @param categories in the order of the file
 * @param pictures in the order of the file, each image once
 */
public record PanopticFile(List<PanopticCategory> categories, List<Picture> pictures) {

    /** IDs of segments are colours. */
    private static final int MOST_ID = (1 << 24) - 1;

    /**
     * A category.
     *
     * @param thing whether its objects are counted
     */
    public record PanopticCategory(int id, boolean thing) {}

    /**
     * A picture.
     *
     * @param imageId its number in the data set
     * @param fileName its PNG, relative to the folder of these
     */
    public record Picture(long imageId, String fileName, List<PanopticSegment> segments) {}

    /**
     * A segment.
     *
     * @param id its colour: {@code R + 256 G + 65536 B}, not 0
     * @param crowd whether it is a crowd
     * @param area its pixels, as the file says
     */
    public record PanopticSegment(int id, int category, boolean crowd, long area) {}

    public PanopticFile {
        categories = List.copyOf(categories);
        pictures = List.copyOf(pictures);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidDataException if it is not JSON, lacks annotations or a field, or repeats a number; the message names
     *     file and place
     */
    public static PanopticFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such panoptic file");
        }
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        try (InputStream input = Files.newInputStream(file);
                JsonParser parser = factory.createParser(input)) {
            return new Reading(file, parser).read();
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(
                    file + ": is not JSON at offset " + e.getLocation().getByteOffset() + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /** One reading of a file. */
    private static final class Reading {

        private final Path file;
        private final JsonParser parser;
        private final List<PanopticCategory> categories = new ArrayList<>();
        private final List<Picture> pictures = new ArrayList<>();
        private final Set<Long> imageIds = new HashSet<>();

        Reading(Path file, JsonParser parser) {
            this.file = file;
            this.parser = parser;
        }

        PanopticFile read() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidDataException(file + ": is not a JSON object with annotations");
            }
            boolean annotated = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String section = parser.currentName();
                parser.nextToken();
                switch (section) {
                    case "categories" -> eachOf(section, this::readCategory);
                    case "annotations" -> {
                        eachOf(section, this::readPicture);
                        annotated = true;
                    }
                    default -> parser.skipChildren();
                }
            }
            if (!annotated) {
                throw new InvalidDataException(file + ": has no section \"annotations\"");
            }
            return new PanopticFile(categories, pictures);
        }

        private interface EntryReader {
            void read(String place, int index) throws IOException;
        }

        private void eachOf(String section, EntryReader reader) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new InvalidDataException(file + ": \"" + section + "\" is not a list");
            }
            int index = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw new InvalidDataException(file + ": " + section + "[" + index + "]: is not an object");
                }
                reader.read(section, index++);
            }
        }

        private void readCategory(String section, int index) throws IOException {
            CocoEntry entry = new CocoEntry(file, section, index, parser);
            entry.readFields(Set.of("id", "isthing"));
            int id = (int) entry.whole("id", 0, Integer.MAX_VALUE);
            if (categories.stream().anyMatch(known -> known.id() == id)) {
                throw entry.wrong("repeats the id " + id);
            }
            categories.add(new PanopticCategory(id, entry.whole("isthing", 0, 1) == 1));
        }

        private void readPicture(String section, int index) throws IOException {
            String place = file + ": " + section + "[" + index + "]: ";
            Long imageId = null;
            String fileName = null;
            List<PanopticSegment> segments = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (name.equals("image_id")) {
                    if (token != JsonToken.VALUE_NUMBER_INT
                            || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                        throw new InvalidDataException(place + "\"image_id\" is not a whole number");
                    }
                    imageId = parser.getLongValue();
                } else if (name.equals("file_name") && token == JsonToken.VALUE_STRING) {
                    fileName = parser.getText();
                } else if (name.equals("segments_info")) {
                    segments = readSegments(section + "[" + index + "].segments_info");
                } else {
                    parser.skipChildren();
                }
            }
            if (imageId == null || fileName == null || fileName.isEmpty() || segments == null) {
                throw new InvalidDataException(place + "needs \"image_id\", \"file_name\" and \"segments_info\"");
            }
            if (!imageIds.add(imageId)) {
                throw new InvalidDataException(place + "repeats the image " + imageId);
            }
            pictures.add(new Picture(imageId, fileName, List.copyOf(segments)));
        }

        private List<PanopticSegment> readSegments(String section) throws IOException {
            List<PanopticSegment> segments = new ArrayList<>();
            Set<Integer> ids = new HashSet<>();
            eachOf(section, (place, index) -> {
                CocoEntry entry = new CocoEntry(file, place, index, parser);
                entry.readFields(Set.of("id", "category_id", "iscrowd", "area"));
                int id = (int) entry.whole("id", 1, MOST_ID);
                if (!ids.add(id)) {
                    throw entry.wrong("repeats the id " + id);
                }
                segments.add(new PanopticSegment(
                        id,
                        (int) entry.whole("category_id", 0, Integer.MAX_VALUE),
                        entry.has("iscrowd") && entry.whole("iscrowd", 0, 1) == 1,
                        entry.has("area") ? entry.whole("area", 0, Long.MAX_VALUE) : 0));
            });
            return segments;
        }
    }
}
