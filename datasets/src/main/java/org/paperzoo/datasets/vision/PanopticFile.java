package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.vision.JsonReader.Token;

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
        try (JsonReader json = JsonReader.open(file, "panoptic file")) {
            return new Reading(json).read();
        }
    }

    /** One reading of a file. */
    private static final class Reading {

        private static final Set<CocoField> CATEGORY = EnumSet.of(CocoField.ID, CocoField.ISTHING);
        private static final Set<CocoField> SEGMENT =
                EnumSet.of(CocoField.ID, CocoField.CATEGORY_ID, CocoField.ISCROWD, CocoField.AREA);

        private final Path file;
        private final JsonReader json;
        private final List<PanopticCategory> categories = new ArrayList<>();
        private final List<Picture> pictures = new ArrayList<>();
        private final Set<Long> imageIds = new HashSet<>();

        Reading(JsonReader json) {
            this.json = json;
            file = json.file();
        }

        PanopticFile read() throws IOException {
            if (json.next() != Token.OBJECT) {
                throw new InvalidDataException(file + ": is not a JSON object with annotations");
            }
            boolean annotated = false;
            while (json.next() == Token.NAME) {
                String section = json.text();
                Token token = json.next();
                switch (section) {
                    case "categories" -> {
                        requireList(section, token);
                        new CocoEntry(json, section, CATEGORY).readList(this::readCategory);
                    }
                    case "annotations" -> {
                        requireList(section, token);
                        readPictures();
                        annotated = true;
                    }
                    default -> json.skip();
                }
            }
            if (!annotated) {
                throw new InvalidDataException(file + ": has no section \"annotations\"");
            }
            return new PanopticFile(categories, pictures);
        }

        private void requireList(String section, Token token) throws InvalidDataException {
            if (token != Token.ARRAY) {
                throw new InvalidDataException(file + ": \"" + section + "\" is not a list");
            }
        }

        private void readCategory(CocoEntry entry) throws IOException {
            int id = (int) entry.whole(CocoField.ID, 0, Integer.MAX_VALUE);
            if (categories.stream().anyMatch(known -> known.id() == id)) {
                throw entry.wrong("repeats the id " + id);
            }
            categories.add(new PanopticCategory(id, entry.whole(CocoField.ISTHING, 0, 1) == 1));
        }

        private void readPictures() throws IOException {
            int index = 0;
            while (json.next() != Token.END_ARRAY) {
                String place = "annotations[" + index++ + "]";
                if (json.token() != Token.OBJECT) {
                    throw new InvalidDataException(file + ": " + place + ": is not an object");
                }
                readPicture(place);
            }
        }

        private void readPicture(String place) throws IOException {
            Long imageId = null;
            String fileName = null;
            List<PanopticSegment> segments = null;
            while (json.next() == Token.NAME) {
                String name = json.text();
                Token token = json.next();
                if (name.equals("image_id")) {
                    if (token != Token.WHOLE || json.tooLarge()) {
                        throw new InvalidDataException(file + ": " + place + ": \"image_id\" is not a whole number");
                    }
                    imageId = json.whole();
                } else if (name.equals("file_name") && token == Token.TEXT) {
                    fileName = json.text();
                } else if (name.equals("segments_info")) {
                    requireList(place + ".segments_info", token);
                    segments = readSegments(place + ".segments_info");
                } else {
                    json.skip();
                }
            }
            if (imageId == null || fileName == null || fileName.isEmpty() || segments == null) {
                throw new InvalidDataException(
                        file + ": " + place + ": needs \"image_id\", \"file_name\" and \"segments_info\"");
            }
            if (!imageIds.add(imageId)) {
                throw new InvalidDataException(file + ": " + place + ": repeats the image " + imageId);
            }
            pictures.add(new Picture(imageId, fileName, List.copyOf(segments)));
        }

        private List<PanopticSegment> readSegments(String place) throws IOException {
            List<PanopticSegment> segments = new ArrayList<>();
            Set<Integer> ids = new HashSet<>();
            new CocoEntry(json, place, SEGMENT).readList(entry -> {
                int id = (int) entry.whole(CocoField.ID, 1, MOST_ID);
                if (!ids.add(id)) {
                    throw entry.wrong("repeats the id " + id);
                }
                segments.add(new PanopticSegment(
                        id,
                        (int) entry.whole(CocoField.CATEGORY_ID, 0, Integer.MAX_VALUE),
                        entry.has(CocoField.ISCROWD) && entry.whole(CocoField.ISCROWD, 0, 1) == 1,
                        entry.has(CocoField.AREA) ? entry.whole(CocoField.AREA, 0, Long.MAX_VALUE) : 0));
            });
            return segments;
        }
    }
}
