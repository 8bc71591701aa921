package org.paperzoo.evaluation.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.paperzoo.datasets.vision.SampleScenes;
import org.paperzoo.datasets.vision.Scene;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.training.Examples;

/**
 * Painted scenes as a segmenter learns them: pixels {@code [B, 3, H, W]} as the translator prepares them, and labels
 * {@code [B, 128, 128]} int64. While training, each scene is shown in one of the eight ways in which a square can lie, drawn
 * by the step's seed.
 *
 * <p>Scenes are kept once they are painted, at 64 KiB each: painting takes a good part of the time of a training step.
 */
public final class SceneExamples implements Examples {

    private static final int SIDE = SampleScenes.SIZE;
    private static final int WAYS = 8;
    private static final int NOT_TURNED = 0;

    private final SampleScenes scenes;
    private final PictureInput input;
    private final Kept[] kept;

    /** Red, green and blue of each pixel, and its label. */
    private record Kept(byte[] colours, byte[] labels) {}

    /**
     * The first scenes of a split.
     *
     * @param count how many of them
     * @param input how the network sees a picture; it gives all scenes one size
     */
    public SceneExamples(SampleScenes scenes, int count, PictureInput input) {
        if (count < 1 || count > scenes.size()) {
            throw new IllegalArgumentException(count + " scenes of a split that has " + scenes.size());
        }
        this.scenes = scenes;
        this.input = input;
        kept = new Kept[count];
    }

    @Override
    public int size() {
        return kept.length;
    }

    @Override
    public NDList batch(int[] indices, long seed, NDManager manager) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] labels = new long[indices.length * SIDE * SIDE];
        float[] pixels = null;
        Shape shape = null;
        for (int i = 0; i < indices.length; i++) {
            Kept scene = scene(indices[i]);
            int way = seed == 0 ? NOT_TURNED : random.nextInt(WAYS);
            PictureInput.Planes planes = input.planes(picture(scene, way));
            if (pixels == null) {
                pixels = new float[indices.length * planes.values().length];
                shape = new Shape(
                        indices.length,
                        Picture.CHANNELS,
                        planes.size().height(),
                        planes.size().width());
            }
            System.arraycopy(planes.values(), 0, pixels, i * planes.values().length, planes.values().length);
            for (int at = 0; at < SIDE * SIDE; at++) {
                labels[i * SIDE * SIDE + at] = scene.labels()[from(at, way)] & 0xff;
            }
        }
        return new NDList(manager.create(pixels, shape), manager.create(labels, new Shape(indices.length, SIDE, SIDE)));
    }

    private Kept scene(int index) {
        if (kept[index] == null) {
            Scene scene = scenes.scene(index);
            byte[] colours = new byte[Picture.CHANNELS * SIDE * SIDE];
            for (int at = 0; at < SIDE * SIDE; at++) {
                int pixel = scene.image().pixels()[at];
                colours[Picture.CHANNELS * at] = (byte) (pixel >> 16);
                colours[Picture.CHANNELS * at + 1] = (byte) (pixel >> 8);
                colours[Picture.CHANNELS * at + 2] = (byte) pixel;
            }
            kept[index] = new Kept(colours, scene.labels().labels());
        }
        return kept[index];
    }

    private static Picture picture(Kept scene, int way) {
        if (way == NOT_TURNED) {
            return new Picture(SIDE, SIDE, scene.colours());
        }
        byte[] turned = new byte[scene.colours().length];
        for (int at = 0; at < SIDE * SIDE; at++) {
            System.arraycopy(
                    scene.colours(), Picture.CHANNELS * from(at, way), turned, Picture.CHANNELS * at, Picture.CHANNELS);
        }
        return new Picture(SIDE, SIDE, turned);
    }

    /** Which pixel of the scene is seen at a place: the way's bits say whether it is mirrored, upside down, and its axes swapped. */
    private static int from(int at, int way) {
        int x = (way & 1) == 0 ? at % SIDE : SIDE - 1 - at % SIDE;
        int y = (way & 2) == 0 ? at / SIDE : SIDE - 1 - at / SIDE;
        return (way & 4) == 0 ? y * SIDE + x : x * SIDE + y;
    }
}
