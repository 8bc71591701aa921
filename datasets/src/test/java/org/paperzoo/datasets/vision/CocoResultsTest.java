package org.paperzoo.datasets.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.datasets.InvalidDataException;

class CocoResultsTest {

    private static final String MASK = "{'size': [4, 5], 'counts': [4, 8, 8]}";

    @TempDir
    Path folder;

    private Path file;
    private CocoAnnotations annotations;

    @BeforeEach
    void annotate() throws IOException {
        file = folder.resolve("results.json");
        Path annotated = write(
                folder.resolve("gt.json"),
                "{'images': [{'id': 9, 'width': 5, 'height': 4}, {'id': 2, 'width': 5, 'height': 4}],"
                        + " 'annotations': [], 'categories': [{'id': 3, 'name': 'cat'}]}");
        annotations = CocoAnnotations.read(annotated);
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text.replace('\'', '"'));
    }

    private CocoResults read(String text, CocoDetail detail) throws IOException {
        return CocoResults.read(write(file, text), detail, annotations);
    }

    @Test
    void detectionsAreListedByPictureInTheOrderOfTheFile() throws IOException {
        CocoResults results = read(
                "[{'image_id': 2, 'category_id': 3, 'bbox': [1, 2.5, 3, 4], 'score': 0.25, 'more': [{}]},"
                        + "{'score': 1, 'bbox': [0, 0, 1, 1], 'image_id': 9, 'category_id': 77},"
                        + "{'image_id': 2, 'category_id': 3, 'bbox': [0, 0, 2, 2], 'score': -1e-3}]",
                CocoDetail.BOXES);
        assertArrayEquals(new int[] {1}, results.of(0));
        assertArrayEquals(new int[] {0, 2}, results.of(1));
        assertArrayEquals(new double[] {1, 2.5, 3, 4}, results.box(0));
        assertEquals(12, results.area(0));
        assertEquals(77, results.category(1));
        assertEquals(-0.001, results.score(2));
        assertEquals(0, read("[]", CocoDetail.BOXES).size());
    }

    @Test
    void whatAnEntryDoesNotSayFollowsFromWhatItSays() throws IOException {
        String common = "[{'image_id': 9, 'category_id': 3, 'score': 1, ";
        CocoResults fromMask = read(common + "'segmentation': " + MASK + "}]", CocoDetail.BOXES);
        assertArrayEquals(new double[] {1, 0, 2, 4}, fromMask.box(0));
        assertEquals(8, fromMask.area(0));
        CocoResults fromBox = read(common + "'bbox': [1, 0, 2, 4]}]", CocoDetail.MASKS);
        assertEquals(RunLengthMask.ofRuns(4, 5, 4, 8, 8), fromBox.mask(0));
        CocoResults both = read(common + "'bbox': [0, 0, 5, 4], 'segmentation': " + MASK + "}]", CocoDetail.MASKS);
        assertEquals(8, both.mask(0).area());
        assertEquals(20, both.area(0));
        CocoResults points = read(common + "'keypoints': [1, 2, 0, 4, 8.5, 1]}]", CocoDetail.KEYPOINTS);
        assertEquals(3 * 6.5, points.area(0));
        CocoResults polygon = read(common + "'segmentation': [[1, 0, 1, 4, 3, 4, 3, 0]]}]", CocoDetail.MASKS);
        assertEquals(RunLengthMask.ofRuns(4, 5, 4, 8, 8), polygon.mask(0));
        CocoResults asBox = read(common + "'segmentation': [[1, 0, 2, 4]]}]", CocoDetail.MASKS);
        assertEquals(RunLengthMask.ofRuns(4, 5, 4, 8, 8), asBox.mask(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'image_id': 9|'image_id': 10|gt.json lists no such image",
                "'image_id': 9|'image': 9|has no \"image_id\"",
                "'image_id': 9|'image_id': 'a'|\"image_id\" is not a whole number",
                "'category_id': 3|'category_id': 99999999999|\"category_id\" is 99999999999",
                "'category_id': 3|'category_id': 3, 'category_id': 3|has \"category_id\" twice",
                "0.5|NaN|\"score\" is not a finite number",
                "0.5|-Infinity|\"score\" is not a finite number",
                "0.5|'0.5'|\"score\" is not a finite number",
                "0.5|1e999|\"score\" is not a finite number",
                "'score'|'scores'|has no \"score\"",
                "[1, 2, 3, 4]|[1, 2, 3]|\"bbox\" has 3 numbers; there must be four",
                "[1, 2, 3, 4]|[1, 2, 3, 4, 5]|\"bbox\" is not a list of four finite numbers",
                "[1, 2, 3, 4]|[1, 2, NaN, 4]|\"bbox\" is not a list of four finite numbers",
                "[1, 2, 3, 4]|[1, 2, -3, 4]|\"bbox\" has a width of -3",
                "'bbox': [1, 2, 3, 4]|'box': 1|has no \"bbox\"",
                "}]|}|is not JSON at line 1, column",
                "[{|{|is not a JSON list of results",
                "}]|}] 1|is not JSON at line 1, column",
            })
    void aWrongEntryIsRefusedWithItsPlace(String right, String wrong, String reason) throws IOException {
        String text = "[{'image_id': 9, 'category_id': 3, 'bbox': [1, 2, 3, 4], 'score': 0.5}]";
        assertTrue(text.contains(right));
        String message = assertThrows(
                        InvalidDataException.class, () -> read(text.replace(right, wrong), CocoDetail.BOXES))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        assertTrue(message.contains(reason), message);
        assertFalse(message.contains("\n"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'size': [4, 5], 'counts': 'zz'}|run lengths have the letter",
                "{'size': [4, 5], 'counts': [4, 8]}|runs fill 12 pixels",
                "{'size': [5, 4], 'counts': [4, 8, 8]}|the segmentation has the size [5, 4], the picture [4, 5]",
                "{'size': [2000000000, 2000000000], 'counts': [1]}|the segmentation has the size",
                "{'size': [4], 'counts': [4]}|has no size of two numbers",
                "{'size': [4, 5]}|has no counts",
                "{'counts': [4, 5]}|has no size",
                "[]|a segmentation has no polygon",
                "[1, 2]|has a polygon that is not a list of numbers",
                "[[1, 2, 3]]|a polygon has 3 coordinates",
                "[[1, 2, 3, 'a', 5, 6]]|has at 3 what is no finite number",
                "[[1, 2, 3, 4, 5, 1e300]]|a polygon has the coordinate 1.0E300",
                "7|\"segmentation\" is neither",
            })
    void aDamagedMaskIsRefusedWithItsPlace(String mask, String reason) {
        String message = assertThrows(
                        InvalidDataException.class,
                        () -> read(
                                        "[{'image_id': 9, 'category_id': 3, 'score': 1, 'segmentation': " + mask + "}]",
                                        CocoDetail.MASKS)
                                .mask(0))
                .getMessage();
        assertTrue(message.startsWith(file + ": [0] (image id 9): "), message);
        assertTrue(message.contains(reason), message);
    }

    @Test
    void aMissingFileIsNamed() {
        Path none = folder.resolve("none.json");
        assertEquals(
                none.toString(),
                assertThrows(NoSuchFileException.class, () -> CocoResults.read(none, CocoDetail.BOXES, annotations))
                        .getFile());
    }
}
