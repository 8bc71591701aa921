package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.vision.DetectionExample;
import org.paperzoo.datasets.vision.DetectionList;
import org.paperzoo.datasets.vision.ImageSource;
import org.paperzoo.datasets.vision.ObjectAnnotation;
import org.paperzoo.datasets.vision.RgbImage;
import org.paperzoo.datasets.vision.SampleScenes;
import org.paperzoo.evaluation.training.BoxedPicture.Box;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.image.Normalisation;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureSize;
import org.paperzoo.zoo.image.ShortestSide;

class DetectionTrainingExamplesTest {

    private static final int CLASSES = 9;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A dark picture with one bright rectangle, which is the object. */
    private static BoxedPicture rectangle(int width, int height, Box box) {
        byte[] pixels = new byte[Picture.CHANNELS * width * height];
        for (int y = (int) box.top(); y < box.bottom(); y++) {
            Arrays.fill(
                    pixels,
                    Picture.CHANNELS * (y * width + (int) box.left()),
                    Picture.CHANNELS * (y * width + (int) box.right()),
                    (byte) 255);
        }
        return new BoxedPicture(new Picture(width, height, pixels), List.of(box));
    }

    private static void assertBoxIsWhatIsBright(BoxedPicture picture) {
        Picture pixels = picture.picture();
        Box box = picture.objects().get(0);
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                boolean inside = x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
                assertEquals(inside ? 255 : 0, pixels.at(x, y, 0), x + ", " + y + " of " + picture);
            }
        }
    }

    @Test
    void boxesGoWithTheirPixels() {
        BoxedPicture picture = rectangle(9, 6, new Box(3, 1, 2, 4, 6));
        assertBoxIsWhatIsBright(picture);
        for (BoxedPicture changed : List.of(
                picture.mirrored(),
                picture.upsideDown(),
                picture.transposed(),
                picture.mirrored().transposed(),
                picture.cropped(2, 1, new PictureSize(5, 4)),
                picture.resized(new ShortestSide(6, 100)))) {
            assertBoxIsWhatIsBright(changed);
        }
        assertEquals(
                new Box(3, 0, 1, 2, 4),
                picture.cropped(2, 1, new PictureSize(5, 4)).objects().get(0));
        assertEquals(List.of(), picture.cropped(4, 0, new PictureSize(5, 4)).objects());
        assertEquals(
                new Box(3, 2, 4, 8, 12),
                picture.resized(new ShortestSide(12, 100)).objects().get(0));
    }

    @Test
    void flippingTwiceChangesNothing() {
        BoxedPicture picture = rectangle(9, 6, new Box(3, 1, 2, 4, 6));
        assertEquals(picture, picture.mirrored().mirrored());
        assertEquals(picture, picture.upsideDown().upsideDown());
        assertEquals(picture, picture.transposed().transposed());
    }

    @Test
    void crowdsAreLeftOutAndBoxesEndAtTheBorder() throws IOException {
        RgbImage image = new RgbImage(10, 8, new int[80]);
        DetectionExample example = new DetectionExample(
                1,
                new ImageSource() {
                    @Override
                    public String name() {
                        return "test";
                    }

                    @Override
                    public RgbImage read() {
                        return image;
                    }
                },
                10,
                8,
                List.of(
                        new ObjectAnnotation(1, 2, -1, 5, 6, 6, 36, false),
                        new ObjectAnnotation(2, 2, 1, 1, 6, 6, 36, true),
                        new ObjectAnnotation(3, 2, 10, 1, 3, 3, 9, false),
                        new ObjectAnnotation(4, 2, 3, 3, 0, 3, 0, false)));
        assertEquals(List.of(new Box(2, 0, 5, 5, 8)), BoxedPicture.of(example).objects());
    }

    @Test
    void cutsAreOfTheRecipesSizes() throws IOException {
        DetectionAugmentation augmentation = DetectionAugmentation.of(
                Configuration.parse(
                        "recipe",
                        "{\"sides\": [20, 30], \"longestSide\": 40, \"crop\": {\"sides\": [24], \"least\": 10, \"most\": 16}}"));
        SplittableRandom random = new SplittableRandom(1);
        Set<Integer> shorter = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Picture changed = augmentation
                    .apply(rectangle(48, 40, new Box(1, 10, 10, 30, 30)), random)
                    .picture();
            shorter.add(Math.min(changed.width(), changed.height()));
            assertTrue(Math.max(changed.width(), changed.height()) <= 40, changed.toString());
        }
        assertTrue(shorter.containsAll(Set.of(20, 30)), shorter.toString());
    }

    @Test
    void withoutSizesTheAugmentationIsThePapers() throws IOException {
        assertEquals(DetectionAugmentation.PAPER, DetectionAugmentation.of(Configuration.parse("recipe", "{}")));
        BoxedPicture picture = rectangle(640, 480, new Box(1, 100, 100, 300, 300));
        for (int seed = 0; seed < 4; seed++) {
            BoxedPicture changed = DetectionAugmentation.PAPER.apply(picture, new SplittableRandom(seed));
            int shorter = Math.min(changed.picture().width(), changed.picture().height());
            assertTrue(shorter >= 480 && shorter <= 800 && shorter % 32 == 0, changed.toString());
        }
    }

    @Test
    void aRecipeThatCannotBeIsRefused() throws IOException {
        for (String recipe : List.of(
                "{\"flips\": \"sometimes\"}",
                "{\"sides\": []}",
                "{\"sides\": [30], \"longestSide\": 20}",
                "{\"longestSide\": 20}",
                "{\"crop\": {\"sides\": [20], \"least\": 5, \"most\": 10}}",
                "{\"sides\": [30], \"crop\": {\"sides\": [30], \"least\": 20, \"most\": 10}}",
                "{\"sides\": [30], \"crop\": {\"sides\": [30], \"least\": 0, \"most\": 10}}")) {
            Configuration options = Configuration.parse("recipe", recipe);
            InvalidInputException e =
                    assertThrows(InvalidInputException.class, () -> DetectionAugmentation.of(options), recipe);
            assertTrue(e.getMessage().startsWith("recipe"), e.getMessage());
        }
    }

    @Test
    void theSeedDecidesTheBatch() throws IOException {
        DetectionAugmentation augmentation =
                DetectionAugmentation.of(Configuration.parse("recipe", "{\"flips\": \"any\", \"sides\": [32, 48]}"));
        var examples = DetectionTrainingExamples.changed(scenes(), augmentation, Normalisation.IMAGENET, CLASSES);
        int[] numbers = {3, 1, 4, 1};
        NDList first = examples.batch(numbers, 5, manager);
        NDList again = examples.batch(numbers, 5, manager);
        NDList other = examples.batch(numbers, 6, manager);
        assertEquals(first.size(), again.size());
        for (int i = 0; i < first.size(); i++) {
            assertArrayEquals(first.get(i).toArray(), again.get(i).toArray());
        }
        assertFalse(Arrays.equals(first.get(2).toFloatArray(), other.get(2).toFloatArray()));
    }

    @Test
    void smallerPicturesArePaddedAndMasked() throws IOException {
        DetectionAugmentation augmentation =
                DetectionAugmentation.of(Configuration.parse("recipe", "{\"flips\": \"none\", \"sides\": [32, 48]}"));
        var examples = DetectionTrainingExamples.changed(scenes(), augmentation, Normalisation.IMAGENET, CLASSES);
        NDList batch = examples.batch(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 1, manager);
        assertEquals(4, batch.size());
        assertEquals(new Shape(8, 3, 48, 48), batch.get(0).getShape());
        NDArray mask = batch.get(3);
        for (int i = 0; i < 8; i++) {
            long padded = mask.get(i).sum().getLong();
            assertTrue(padded == 0 || padded == 48 * 48 - 32 * 32, padded + " places");
            if (padded > 0) {
                assertEquals(1, mask.getLong(i, 0, 32));
                assertEquals(0, mask.getLong(i, 31, 31));
                assertEquals(0f, batch.get(0).getFloat(i, 2, 40, 3));
            }
        }
    }

    @Test
    void validationSeesPicturesAsTheModelDoes() throws IOException {
        DetectionList scenes = scenes();
        var examples =
                DetectionTrainingExamples.plain(scenes, new ShortestSide(64, 64), Normalisation.IMAGENET, CLASSES);
        NDList batch = examples.batch(new int[] {2}, 0, manager);
        assertEquals(3, batch.size());
        DetectionExample scene = scenes.get(2);
        assertEquals(new Shape(1, scene.objects().size()), batch.get(1).getShape());
        ObjectAnnotation object = scene.objects().get(0);
        assertEquals(object.category(), batch.get(1).getLong(0, 0));
        float[] box = batch.get(2).get(0).get(0).toFloatArray();
        assertEquals((object.left() + object.width() / 2) / 128, box[0], 1e-6);
        assertEquals(object.height() / 128, box[3], 1e-6);
        Picture picture = new ShortestSide(64, 64).apply(BoxedPicture.of(scene).picture());
        assertArrayEquals(Normalisation.IMAGENET.planes(picture), batch.get(0).toFloatArray());
    }

    @Test
    void aCategoryThatTheNetworkDoesNotKnowIsRefused() {
        var examples = DetectionTrainingExamples.plain(scenes(), new ShortestSide(16, 16), Normalisation.IMAGENET, 1);
        assertThrows(IllegalArgumentException.class, () -> examples.batch(new int[] {0}, 0, manager));
    }

    private static DetectionList scenes() {
        try {
            return SampleScenes.of(Split.TRAIN, 0).detection().list();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
