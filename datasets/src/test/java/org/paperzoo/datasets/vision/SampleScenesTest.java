package org.paperzoo.datasets.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.Split;

class SampleScenesTest {

    @TempDir
    Path folder;

    @Test
    void theScenesNeverChange() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Split split : Split.values()) {
            SampleScenes scenes = SampleScenes.of(split, 0);
            for (int i = 0; i < 40; i++) {
                Scene scene = scenes.scene(i);
                ByteBuffer bytes = ByteBuffer.allocate(4 * scene.image().pixels().length);
                bytes.asIntBuffer().put(scene.image().pixels());
                digest.update(bytes.array());
                digest.update(scene.labels().labels());
                digest.update(scene.objects().toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        assertEquals(
                "3822f254e0ef4aca6742582e01159f567e7d9737ae856698381bf366c94bea92",
                HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void aSceneDependsOnSeedSplitAndNumberAlone() {
        SampleScenes test = SampleScenes.of(Split.TEST, 0);
        Scene scene = test.scene(3);
        test.scene(4);
        assertArrayEquals(scene.image().pixels(), test.scene(3).image().pixels());
        Set<Integer> digests = new HashSet<>();
        for (int[] pixels : new int[][] {
            scene.image().pixels(),
            test.scene(4).image().pixels(),
            SampleScenes.of(Split.TRAIN, 0).scene(3).image().pixels(),
            SampleScenes.of(Split.TEST, 1).scene(3).image().pixels()
        }) {
            digests.add(Arrays.hashCode(pixels));
        }
        assertEquals(4, digests.size());
    }

    @Test
    void boxesHoldTheVisiblePixelsOfTheirShapeTightly() {
        for (int i = 0; i < 50; i++) {
            Scene scene = SampleScenes.of(Split.VALIDATION, 0).scene(i);
            assertTrue(scene.objects().size() >= 1 && scene.objects().size() <= 6);
            int painted = 0;
            for (byte label : scene.labels().labels()) {
                painted += label > 0 ? 1 : 0;
            }
            assertEquals(
                    painted,
                    scene.objects().stream().mapToDouble(ObjectAnnotation::area).sum());
            for (ObjectAnnotation object : scene.objects()) {
                assertTrue(object.left() >= 0 && object.left() + object.width() <= SampleScenes.SIZE);
                assertTrue(object.top() >= 0 && object.top() + object.height() <= SampleScenes.SIZE);
                assertTrue(object.area() <= object.width() * object.height());
                assertTrue(holds(scene.labels(), object), "no pixel of the class on the box's upper edge");
            }
        }
    }

    private static boolean holds(LabelMap labels, ObjectAnnotation object) {
        for (int x = (int) object.left(); x < object.left() + object.width(); x++) {
            if (labels.label(x, (int) object.top()) == object.category()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyClassAndEveryNumberOfShapesOccursOften() {
        int[] classes = new int[9];
        int[] counts = new int[7];
        for (int i = 0; i < 300; i++) {
            Scene scene = SampleScenes.of(Split.TRAIN, 0).scene(i);
            counts[scene.objects().size()]++;
            scene.objects().forEach(object -> classes[(int) object.category()]++);
        }
        for (int category = 1; category <= 8; category++) {
            assertTrue(classes[category] > 60, Arrays.toString(classes));
        }
        for (int count = 1; count <= 6; count++) {
            assertTrue(counts[count] > 20, Arrays.toString(counts));
        }
    }

    @Test
    void anExportedFolderReadsBackAsTheSameScenes() throws IOException {
        CocoFolder.write(SampleScenes.of(Split.TEST, 0).detection(), folder, "test", 5);
        try (DetectionExamples read =
                        CocoExamples.open(folder.resolve("annotations/instances_test.json"), folder.resolve("test"));
                DetectionExamples made = SampleScenes.of(Split.TEST, 0).detection()) {
            assertEquals(5, read.size());
            assertEquals(made.categories(), read.categories());
            for (int i = 0; i < 5; i++) {
                DetectionExample expected = made.next();
                DetectionExample example = read.next();
                assertEquals(expected.imageId(), example.imageId());
                assertEquals(expected.objects(), example.objects());
                assertArrayEquals(
                        expected.image().read().pixels(), example.image().read().pixels());
            }
            assertNull(read.next());
        }
    }

    @Test
    void exportedLabelMapsReadBack() throws IOException {
        CocoFolder.write(SampleScenes.of(Split.TEST, 0).segmentation(), folder, "test", 2);
        SegmentationExamples made = SampleScenes.of(Split.TEST, 0).segmentation();
        SegmentationExample first = made.next();
        LabelMap read = CocoFolder.readLabels(folder.resolve("labels/test/" + first.id() + ".png"));
        assertArrayEquals(first.labels().labels(), read.labels());
        assertEquals(9, made.classes().size());
        assertFalse(made.classes().contains(null));
        assertNotNull(new ImageFile(folder.resolve("images/test/2.png"), 128, 128).read());
    }

    @Test
    void aSceneThatIsNotThereIsRefused() {
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> SampleScenes.of(Split.TEST, 0).scene(SampleScenes.TEST));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> SampleScenes.of(Split.TEST, 0).scene(-1));
    }
}
