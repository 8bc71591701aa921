package org.paperzoo.datasets.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.testkit.SharedFiles;

class CocoExamplesTest {

    private static final String IMAGE = "{'id': 9, 'width': 64, 'height': 48, 'file_name': 'a.png'}";
    private static final String OBJECT = "{'id': 1, 'image_id': 9, 'category_id': 3, 'bbox': [1, 2.5, 3, 4],"
            + " 'area': 10.5, 'iscrowd': 1, 'segmentation': {'counts': [1, 2], 'size': [3, 4]}}";
    private static final String CATEGORY = "{'id': 3, 'name': 'cat'}";

    @TempDir
    Path folder;

    @Test
    void sectionsMayComeInAnyOrderAndOtherFieldsArePassedOver() throws IOException {
        Path file = write("{'annotations': [" + OBJECT + ", {'id': 0, 'image_id': 7, 'category_id': 3,"
                + " 'bbox': [0, 0, 1, 1], 'area': 1}], 'info': {'year': [2017, {'x': null}]}, 'categories': ["
                + CATEGORY + "], 'images': [" + IMAGE + ", {'id': 7, 'width': 5, 'height': 6, 'file_name': 'b/c.jpg',"
                + " 'license': null}, {'id': 8, 'width': 1, 'height': 1, 'file_name': 'd.png'}]}");
        try (DetectionExamples examples = CocoExamples.open(file, folder)) {
            assertEquals(List.of(new Category(3, "cat")), examples.categories());
            assertEquals(3, examples.size());
            DetectionExample first = examples.next();
            assertEquals(9, first.imageId());
            assertEquals(List.of(new ObjectAnnotation(1, 3, 1, 2.5, 3, 4, 10.5, true)), first.objects());
            DetectionExample second = examples.next();
            assertEquals(List.of(new ObjectAnnotation(0, 3, 0, 0, 1, 1, 1, false)), second.objects());
            assertEquals(folder.resolve("b/c.jpg"), ((ImageFile) second.image()).file());
            assertThrows(NoSuchFileException.class, () -> second.image().read());
            assertTrue(examples.next().objects().isEmpty());
            assertNull(examples.next());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'images': [|'images': {|\"images\" is not a list",
                "'categories'|'classes'|no section \"categories\"",
                "'width': 64,||images[0] (id 9): has no \"width\"",
                "'width': 64|'width': 0|\"width\" is 0",
                "'width': 64|'width': 1e2|\"width\" is not a whole number",
                "'id': 9|'id': '9'|\"id\" is not a whole number",
                "'id': 9|'id': 99999999999999999999|\"id\" is too large",
                "'id': 9|'id': true|\"id\" is true",
                "'file_name': 'a.png'|'file_name': ''|\"file_name\" is not a text",
                "'image_id': 9|'image_id': 10|of image 10, which \"images\" does not list",
                "'category_id': 3|'category_id': 4|of category 4, which \"categories\" does not list",
                "[1, 2.5, 3, 4]|[1, 2.5, 3]|\"bbox\" has 3 numbers",
                "[1, 2.5, 3, 4]|[1, 2.5, 3, 4, 5]|\"bbox\" is not a list of four",
                "[1, 2.5, 3, 4]|[1, 2.5, 3, 'x']|\"bbox\" is not a list of four",
                "[1, 2.5, 3, 4]|[1, 2.5, 3, 1e999]|\"bbox\" is not a list of four",
                "[1, 2.5, 3, 4]|[1, 2.5, -3, 4]|\"bbox\" has a width of -3",
                "[1, 2.5, 3, 4]|NaN|\"bbox\" is not a list of",
                "[1, 2.5, 3, 4]|NaB|is not JSON at line 1, column",
                "'area': 10.5|'area': -1|area of -1",
                "'area': 10.5|'areas': 1|has no \"area\"",
                "'iscrowd': 1|'iscrowd': 2|\"iscrowd\" is 2",
                "'name': 'cat'||categories[0] (id 3): has no \"name\"",
            })
    void aWrongEntryIsRefusedWithItsPlace(String right, String wrong, String reason) throws IOException {
        String whole = "{'images': [" + IMAGE + "], 'annotations': [" + OBJECT + "], 'categories': [" + CATEGORY + "]}";
        String text = whole.replace(right, wrong == null ? "" : wrong).replace(", }", "}");
        if (right.startsWith("'name'")) {
            text = text.replace("'id': 3, }", "'id': 3}");
        }
        Path file = write(text);
        InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> CocoAnnotations.read(file));
        assertTrue(refusal.getMessage().startsWith(file + ": "), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
    }

    @Test
    void repeatedNumbersAreRefused() throws IOException {
        assertRefused("\"images\" repeats the id 9", IMAGE + ", " + IMAGE, OBJECT, CATEGORY);
        assertRefused("\"annotations\" repeats the id 1", IMAGE, OBJECT + ", " + OBJECT, CATEGORY);
        assertRefused("repeats the id 3", IMAGE, OBJECT, CATEGORY + ", " + CATEGORY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.png", "/etc/passwd", "b/../../a.png", ".", "b/.."})
    void aFileNameThatLeadsOutOfTheFolderIsRefused(String name) throws IOException {
        Path file = write("{'images': [" + IMAGE.replace("a.png", name) + "], 'annotations': [], 'categories': []}");
        try (DetectionExamples examples = CocoExamples.open(file, Files.createDirectory(folder.resolve("images")))) {
            assertTrue(assertThrows(InvalidDataException.class, examples::next)
                    .getMessage()
                    .contains("leads out of"));
        }
    }

    @Test
    void whatIsNoAnnotationFileIsRefused() throws IOException {
        for (String text : List.of("", "[]", "{'images': [", "null", "\u0000")) {
            Path file = write(text);
            assertThrows(InvalidDataException.class, () -> CocoAnnotations.read(file), text);
        }
        assertThrows(NoSuchFileException.class, () -> CocoAnnotations.read(folder.resolve("none.json")));
        Path file = write("{}");
        assertThrows(NoSuchFileException.class, () -> CocoExamples.open(file, folder.resolve("none")));
    }

    @Test
    void theReferenceCasesAreReadAsATreeWouldReadThem() throws IOException {
        JsonNode truth = new ObjectMapper()
                .readTree(SharedFiles.require("metrics/coco/bbox_small.json").toFile())
                .get("gt");
        Path file = folder.resolve("gt.json");
        new ObjectMapper().writeValue(file.toFile(), truth);
        CocoAnnotations read = CocoAnnotations.read(file);
        assertEquals(truth.get("images").size(), read.imageCount());
        assertEquals(truth.get("annotations").size(), read.objectCount());
        assertEquals(truth.get("categories").size(), read.categories().size());
        int found = 0;
        for (int image = 0; image < read.imageCount(); image++) {
            for (ObjectAnnotation object : read.objectsOf(image)) {
                for (JsonNode annotation : truth.get("annotations")) {
                    if (annotation.get("id").asLong() == object.id()) {
                        assertEquals(
                                read.imageId(image), annotation.get("image_id").asLong());
                        assertEquals(annotation.get("bbox").get(3).asDouble(), object.height());
                        assertEquals(annotation.get("area").asDouble(), object.area());
                        found++;
                    }
                }
            }
        }
        assertEquals(read.objectCount(), found);
    }

    @Test
    void aLargeFileNeedsLittleMemory() throws IOException {
        Path file = folder.resolve("large.json");
        int objects = 200_000;
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("{\"images\":[" + IMAGE.replace('\'', '"') + "],\"categories\":[" + CATEGORY.replace('\'', '"')
                    + "],\"annotations\":[");
            for (int i = 0; i < objects; i++) {
                writer.write((i == 0 ? "" : ",") + "{\"segmentation\":[[" + "12.5,".repeat(40) + "1]],\"id\":" + i
                        + ",\"image_id\":9,\"category_id\":3,\"bbox\":[" + i + ",0,1,1],\"area\":1,\"iscrowd\":0}");
            }
            writer.write("]}");
        }
        assertEquals(objects, CocoAnnotations.read(file).objectsOf(0).size());
    }

    private void assertRefused(String reason, String images, String objects, String categories) throws IOException {
        Path file = write(
                "{'images': [" + images + "], 'annotations': [" + objects + "], 'categories': [" + categories + "]}");
        String message = assertThrows(InvalidDataException.class, () -> CocoAnnotations.read(file))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("instances.json"), text.replace('\'', '"'));
    }
}
