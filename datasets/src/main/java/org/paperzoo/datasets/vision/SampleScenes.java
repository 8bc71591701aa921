package org.paperzoo.datasets.vision;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.paperzoo.datasets.SeededRandom;
import org.paperzoo.datasets.Split;

/**
 * The data sets {@code sample-detect} and {@code sample-segment}, painted from a seed: scenes of 128 by 128 pixels with one
 * to six shapes of eight classes. Scene {@code i} of a split depends on the seed, the split and {@code i} alone. Nothing is
 * kept: memory does not grow with the number of scenes.
 */
public final class SampleScenes {

    /** Width and height of a scene in pixels. */
    public static final int SIZE = 128;

    /** Scenes in the training split. */
    public static final int TRAIN = 20_000;

    /** Scenes in the validation split. */
    public static final int VALIDATION = 500;

    /** Scenes in the test split. */
    public static final int TEST = 500;

    private final Split split;
    private final long seed;

    private SampleScenes(Split split, long seed) {
        this.split = split;
        this.seed = seed;
    }

    /** A split of the scenes of a seed. */
    public static SampleScenes of(Split split, long seed) {
        return new SampleScenes(split, seed);
    }

    /** Number of scenes. */
    public int size() {
        return switch (split) {
            case TRAIN -> TRAIN;
            case VALIDATION -> VALIDATION;
            case TEST -> TEST;
        };
    }

    /** Paints a scene. */
    public Scene scene(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("scene " + index + " of " + size());
        }
        // Splits lie far apart in the numbering of scenes, so that their sizes may change without mixing them.
        SeededRandom random = SeededRandom.of(seed, ((long) split.ordinal() << 40) + index);
        return ScenePainter.paint(SIZE, random, index * 10L + 1);
    }

    /** The categories of the shapes. */
    public static List<Category> categories() {
        return Arrays.stream(Shape.values())
                .map(shape -> new Category(shape.category(), shape.label()))
                .toList();
    }

    /** The scenes as pictures with boxes. */
    public DetectionExamples detection() {
        return new DetectionExamples() {
            private int next;

            @Override
            public List<Category> categories() {
                return SampleScenes.categories();
            }

            @Override
            public long size() {
                return SampleScenes.this.size();
            }

            @Override
            public DetectionExample next() {
                if (next == size()) {
                    return null;
                }
                return example(next++);
            }

            /** Painted when they are asked for. */
            @Override
            public DetectionList list() {
                int first = next;
                next = SampleScenes.this.size();
                return new DetectionList() {
                    @Override
                    public int size() {
                        return SampleScenes.this.size() - first;
                    }

                    @Override
                    public DetectionExample get(int index) {
                        return example(first + index);
                    }
                };
            }
        };
    }

    private DetectionExample example(int index) {
        Scene scene = scene(index);
        return new DetectionExample(index + 1L, painted(index, scene), SIZE, SIZE, scene.objects());
    }

    /** The scenes as pictures with label maps. */
    public SegmentationExamples segmentation() {
        return new SegmentationExamples() {
            private int next;

            @Override
            public List<String> classes() {
                return Stream.concat(
                                Stream.of("background"),
                                SampleScenes.categories().stream().map(Category::name))
                        .toList();
            }

            @Override
            public long size() {
                return SampleScenes.this.size();
            }

            @Override
            public SegmentationExample next() {
                if (next == size()) {
                    return null;
                }
                int index = next++;
                Scene scene = scene(index);
                return new SegmentationExample(Integer.toString(index + 1), painted(index, scene), scene.labels());
            }
        };
    }

    private ImageSource painted(int index, Scene scene) {
        String name = split.label() + "-" + index + ".png";
        return new ImageSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public RgbImage read() {
                return scene.image();
            }
        };
    }
}
