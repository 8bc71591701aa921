package org.paperzoo.datasets.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.FilePair;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.vision.PanopticPicture.Segment;

class PictureListsTest {

    private static final String IMAGES =
            "\"images\": [{\"id\": 7, \"file_name\": \"7.jpg\", \"width\": 4, \"height\": 3}]";

    @TempDir
    Path folder;

    @Test
    void storedLabelsBecomeClassesAndWhatIsUnknownIsRefused() throws IOException {
        picture("a.png", BufferedImage.TYPE_INT_RGB, 2, 2);
        BufferedImage labels = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        labels.getRaster().setDataElements(0, 0, 2, 2, new byte[] {7, 0, 8, (byte) 255});
        ImageIO.write(labels, "png", folder.resolve("b.png").toFile());
        List<FilePair> pairs = List.of(new FilePair("a", folder.resolve("a.png"), folder.resolve("b.png")));
        LabelMapFiles files = new LabelMapFiles(pairs, List.of("road", "sky"), List.of(8, 7), List.of(0));
        SegmentationExample example = files.next();
        assertArrayEquals(new byte[] {1, -1, 0, -1}, example.labels().labels());
        assertEquals(2, example.image().read().width());
        assertNull(files.next());
        LabelMapFiles strict = new LabelMapFiles(pairs, List.of("road", "sky"), List.of(8, 7), List.of());
        String message = assertThrows(InvalidDataException.class, strict::next).getMessage();
        assertTrue(
                message.endsWith("b.png: column 1, row 0 stores 0, which is none of the data set's classes"), message);
        assertThrows(
                IllegalArgumentException.class, () -> new LabelMapFiles(pairs, List.of("a"), List.of(1, 2), List.of()));
        picture("a.png", BufferedImage.TYPE_INT_RGB, 3, 2);
        SegmentationExample other = new LabelMapFiles(pairs, List.of("road", "sky"), List.of(8, 7), List.of(0)).next();
        assertThrows(InvalidDataException.class, () -> other.image().read());
    }

    @Test
    void classesAreFoldersInTheOrderOfTheirNames() throws IOException {
        for (String name : new String[] {"n02/b.JPEG", "n01/z.jpg", "n02/a.JPEG"}) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "");
        }
        try (PictureFolders pictures = PictureFolders.open(folder, 2)) {
            assertEquals(
                    new LabelledPicture("n01/z.jpg", new ImageFile(folder.resolve("n01/z.jpg")), 0, "n01"),
                    pictures.next());
            assertEquals("n02/a.JPEG", pictures.next().id());
            assertEquals(1, pictures.next().label());
            assertNull(pictures.next());
        }
        assertTrue(assertThrows(InvalidDataException.class, () -> PictureFolders.open(folder, 1000))
                .getMessage()
                .contains("2 classes; the data set has 1000"));
        assertThrows(NoSuchFileException.class, () -> PictureFolders.open(folder.resolve("n01"), 1000));
        Files.writeString(folder.resolve("n01/notes.txt"), "");
        assertThrows(
                InvalidDataException.class, () -> PictureFolders.open(folder, 2).next());
        Files.delete(folder.resolve("n01/notes.txt"));
        Files.delete(folder.resolve("n01/z.jpg"));
        assertThrows(
                InvalidDataException.class, () -> PictureFolders.open(folder, 2).next());
    }

    @Test
    void captionsAreGatheredByPicture() throws IOException {
        Path file = json(IMAGES + ", \"annotations\": [{\"image_id\": 7, \"id\": 1, \"caption\": \"A cat. \"},"
                + " {\"image_id\": 7, \"id\": 2, \"caption\": \"A grey cat\"}], \"info\": {}");
        CocoCaptions captions = CocoCaptions.open(file, folder);
        assertEquals(
                new CaptionedPicture(
                        7,
                        new ImageFile(folder.toAbsolutePath().resolve("7.jpg"), 4, 3),
                        List.of("A cat.", "A grey cat")),
                captions.next());
        assertNull(captions.next());
        assertRefused("\"annotations\": []", "has no section \"images\"");
        assertRefused(IMAGES + ", \"annotations\": {}", "\"annotations\" is not a list");
        assertRefused(IMAGES + ", \"annotations\": [{\"image_id\": 8, \"caption\": \"a\"}]", "a caption is of image 8");
        assertRefused(IMAGES + ", \"annotations\": [{\"image_id\": 7}]", "annotations[0]: has no text \"caption\"");
        assertRefused(IMAGES.replace("7.jpg", "../7.jpg") + ", \"annotations\": []", "leads out of");
        assertRefused(IMAGES.replace("4", "0") + ", \"annotations\": []", "is 0 by 3 pixels");
        assertRefused(IMAGES + ", \"annotations\": [", "is not JSON at offset");
        assertThrows(NoSuchFileException.class, () -> CocoCaptions.open(folder.resolve("none.json"), folder));
    }

    @Test
    void segmentsOfAPictureNameTheirCategories() throws IOException {
        String annotations = ", \"annotations\": [{\"image_id\": 7, \"file_name\": \"7.png\", \"segments_info\":"
                + " [{\"id\": 300, \"category_id\": 1, \"area\": 5, \"iscrowd\": 1, \"bbox\": [0, 0, 1, 1]},"
                + " {\"id\": 2, \"category_id\": 2, \"area\": 7}]}]";
        String categories =
                ", \"categories\": [{\"id\": 1, \"name\": \"person\", \"isthing\": 1}, {\"id\": 2, \"name\": \"sky\", \"isthing\": 0}]";
        Path file = json(IMAGES + annotations + categories);
        Path labels = Files.createDirectories(folder.resolve("labels"));
        assertThrows(
                NoSuchFileException.class,
                () -> CocoPanoptic.open(file, folder, labels).next());
        Files.writeString(labels.resolve("7.png"), "");
        CocoPanoptic pictures = CocoPanoptic.open(file, folder, labels);
        assertEquals(1, pictures.size());
        assertEquals(
                List.of(new Segment(300, "person", 5, true), new Segment(2, "sky", 7, false)),
                pictures.next().segments());
        assertNull(pictures.next());
        for (String[] change : new String[][] {
            {"\"id\": 300", "\"id\": 0", "segments_info[0]"},
            {"\"category_id\": 2", "\"category_id\": 9", "of category 9"},
            {"\"image_id\": 7", "\"image_id\": 8", "of image 8"},
            {"\"segments_info\"", "\"segments\"", "segments_info"}
        }) {
            Path bad = json(IMAGES + annotations.replace(change[0], change[1]) + categories);
            String message = assertThrows(InvalidDataException.class, () -> CocoPanoptic.open(bad, folder, labels))
                    .getMessage();
            assertTrue(message.contains(change[2]), message);
        }
    }

    private void assertRefused(String content, String reason) throws IOException {
        Path file = json(content);
        String message = assertThrows(InvalidDataException.class, () -> CocoCaptions.open(file, folder))
                .getMessage();
        assertTrue(message.contains("a.json: ") && message.contains(reason), message);
    }

    private Path json(String content) throws IOException {
        return Files.writeString(folder.resolve("a.json"), "{" + content + "}");
    }

    private void picture(String name, int type, int width, int height) throws IOException {
        ImageIO.write(
                new BufferedImage(width, height, type),
                "png",
                folder.resolve(name).toFile());
    }
}
