package org.paperzoo.datasets.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.InvalidDataException;

class PanopticFileTest {

    @TempDir
    Path folder;

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("panoptic.json"), json.replace('\'', '"'));
    }

    @Test
    void annotationsAndWhatTheyLeaveOutAreRead() throws IOException {
        PanopticFile read = PanopticFile.read(file("{'info': {'year': [1, {}]}, 'annotations': [{'segments_info': ["
                + "{'id': 16777215, 'category_id': 3, 'iscrowd': 1, 'area': 12, 'bbox': [0, 0, 1.5, 2]},"
                + "{'category_id': 3, 'id': 1}], 'file_name': 'a.png', 'image_id': -4}],"
                + "'categories': [{'id': 3, 'name': 'x', 'isthing': 1}, {'isthing': 0, 'id': 0}]}"));
        assertEquals(
                List.of(new PanopticFile.PanopticCategory(3, true), new PanopticFile.PanopticCategory(0, false)),
                read.categories());
        assertEquals(
                List.of(new PanopticFile.Picture(
                        -4,
                        "a.png",
                        List.of(
                                new PanopticFile.PanopticSegment(16_777_215, 3, true, 12),
                                new PanopticFile.PanopticSegment(1, 3, false, 0)))),
                read.pictures());
        assertEquals(List.of(), PanopticFile.read(file("{'annotations': []}")).categories());
    }

    @Test
    void whatIsWrongIsToldWithItsPlace() throws IOException {
        refused("[]", "is not a JSON object with annotations");
        refused("{'categories': []}", "has no section \"annotations\"");
        refused("{'annotations': 3}", "\"annotations\" is not a list");
        refused("{'annotations': [7]}", "annotations[0]: is not an object");
        refused("{'annotations': [{'image_id': 1, 'file_name': 'a.png'}]}", "annotations[0]: needs \"image_id\"");
        refused("{'annotations': [{'image_id': 'x'}]}", "annotations[0]: \"image_id\" is not a whole number");
        refused(
                "{'annotations': [{'image_id': 1, 'file_name': 'a', 'segments_info': [{'id': 0}]}]}",
                "annotations[0].segments_info[0] (id 0): \"id\" is 0; it must be from 1 to 16777215");
        refused(
                "{'annotations': [{'image_id': 1, 'file_name': 'a', 'segments_info': [{'id': 5, 'category_id': 1},"
                        + " {'id': 5}]}]}",
                "annotations[0].segments_info[1] (id 5): repeats the id 5");
        refused(
                "{'annotations': [{'image_id': 1, 'file_name': 'a', 'segments_info': []},"
                        + " {'image_id': 1, 'file_name': 'b', 'segments_info': []}]}",
                "annotations[1]: repeats the image 1");
        refused("{'annotations': [], 'categories': [{'id': 1}]}", "categories[0] (id 1): has no \"isthing\"");
        refused("{'annotations': [", "is not JSON at line 1");
        assertThrows(NoSuchFileException.class, () -> PanopticFile.read(folder.resolve("none.json")));
    }

    private void refused(String json, String expected) throws IOException {
        Path file = file(json);
        String message = assertThrows(InvalidDataException.class, () -> PanopticFile.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": ") && message.contains(expected), message);
        assertEquals(1, message.lines().count());
    }
}
