package org.paperzoo.evaluation.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.paperzoo.datasets.vision.DetectionList;
import org.paperzoo.evaluation.training.BoxedPicture.Box;
import org.paperzoo.zoo.image.Normalisation;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.ShortestSide;
import org.paperzoo.zoo.training.Examples;

/**
 * Pictures with boxes as {@link org.paperzoo.zoo.vision.DetrLearner} reads them: smaller pictures of a batch are filled up
 * with zeros at the right and below, classes with -1.
 */
final class DetectionTrainingExamples implements Examples {

    private final DetectionList pictures;
    private final DetectionAugmentation augmentation;
    private final ShortestSide validated;
    private final Normalisation normalisation;
    private final int classes;

    private DetectionTrainingExamples(
            DetectionList pictures,
            DetectionAugmentation augmentation,
            ShortestSide validated,
            Normalisation normalisation,
            int classes) {
        this.pictures = pictures;
        this.augmentation = augmentation;
        this.validated = validated;
        this.normalisation = normalisation;
        this.classes = classes;
    }

    /**
     * Pictures to train on, changed at random.
     *
     * @param classes the network's: a category is below
     */
    static DetectionTrainingExamples changed(
            DetectionList pictures, DetectionAugmentation augmentation, Normalisation normalisation, int classes) {
        return new DetectionTrainingExamples(pictures, augmentation, null, normalisation, classes);
    }

    /** Pictures to validate with, at the size at which the model is used. */
    static DetectionTrainingExamples plain(
            DetectionList pictures, ShortestSide side, Normalisation normalisation, int classes) {
        return new DetectionTrainingExamples(pictures, null, side, normalisation, classes);
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public NDList batch(int[] indices, long seed, NDManager manager) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<BoxedPicture> batch = new ArrayList<>();
        for (int index : indices) {
            // Each picture draws from numbers of its own, whatever the ones before it drew.
            SplittableRandom own = random.split();
            BoxedPicture picture = BoxedPicture.of(pictures.get(index));
            batch.add(augmentation == null ? picture.resized(validated) : augmentation.apply(picture, own));
        }
        NDList arrays = new NDList(pixels(batch, manager));
        arrays.addAll(objects(batch, manager));
        int height = Math.toIntExact(arrays.head().getShape().get(2));
        int width = Math.toIntExact(arrays.head().getShape().get(3));
        if (!batch.stream().allMatch(each -> isOfSize(each.picture(), width, height))) {
            arrays.add(manager.create(padding(batch, width, height), new Shape(batch.size(), height, width)));
        }
        return arrays;
    }

    private static boolean isOfSize(Picture picture, int width, int height) {
        return picture.width() == width && picture.height() == height;
    }

    private NDArray pixels(List<BoxedPicture> batch, NDManager manager) {
        int height =
                batch.stream().mapToInt(each -> each.picture().height()).max().orElseThrow();
        int width =
                batch.stream().mapToInt(each -> each.picture().width()).max().orElseThrow();
        int size = Math.multiplyExact(Picture.CHANNELS * height, width);
        float[] pixels = new float[Math.multiplyExact(batch.size(), size)];
        for (int i = 0; i < batch.size(); i++) {
            Picture picture = batch.get(i).picture();
            float[] planes = normalisation.planes(picture);
            for (int row = 0; row < Picture.CHANNELS * picture.height(); row++) {
                int plane = row / picture.height();
                int to = i * size + (plane * height + row % picture.height()) * width;
                System.arraycopy(planes, row * picture.width(), pixels, to, picture.width());
            }
        }
        return manager.create(pixels, new Shape(batch.size(), Picture.CHANNELS, height, width));
    }

    private NDList objects(List<BoxedPicture> batch, NDManager manager) {
        int most = Math.max(
                1, batch.stream().mapToInt(each -> each.objects().size()).max().orElseThrow());
        long[] kinds = new long[batch.size() * most];
        float[] boxes = new float[4 * kinds.length];
        Arrays.fill(kinds, -1);
        for (int i = 0; i < batch.size(); i++) {
            Picture picture = batch.get(i).picture();
            int at = i * most;
            for (Box box : batch.get(i).objects()) {
                if (box.kind() < 0 || box.kind() >= classes) {
                    throw new IllegalArgumentException(
                            "an object of category " + box.kind() + "; the network has " + classes + " classes");
                }
                kinds[at] = box.kind();
                boxes[4 * at] = (float) ((box.left() + box.right()) / 2 / picture.width());
                boxes[4 * at + 1] = (float) ((box.top() + box.bottom()) / 2 / picture.height());
                boxes[4 * at + 2] = (float) ((box.right() - box.left()) / picture.width());
                boxes[4 * at + 3] = (float) ((box.bottom() - box.top()) / picture.height());
                at++;
            }
        }
        return new NDList(
                manager.create(kinds, new Shape(batch.size(), most)),
                manager.create(boxes, new Shape(batch.size(), most, 4)));
    }

    /** 1 where a picture is filled up. */
    private static long[] padding(List<BoxedPicture> batch, int width, int height) {
        long[] mask = new long[batch.size() * width * height];
        Arrays.fill(mask, 1);
        for (int i = 0; i < batch.size(); i++) {
            Picture picture = batch.get(i).picture();
            for (int y = 0; y < picture.height(); y++) {
                int from = (i * height + y) * width;
                Arrays.fill(mask, from, from + picture.width(), 0);
            }
        }
        return mask;
    }
}
