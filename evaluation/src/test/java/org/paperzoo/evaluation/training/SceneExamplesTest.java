package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.vision.SampleScenes;
import org.paperzoo.datasets.vision.Scene;
import org.paperzoo.zoo.image.EvaluationInputs;
import org.paperzoo.zoo.image.PictureInput;

class SceneExamplesTest {

    private static final PictureInput INPUT = EvaluationInputs.mmsegmentation(128, 128, 1);
    private static final int SIDE = SampleScenes.SIZE;

    private final SampleScenes scenes = SampleScenes.of(Split.TRAIN, 0);
    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void inValidationAScenesPixelsAndLabelsComeAsTheyAre() {
        NDList batch = new SceneExamples(scenes, 3, INPUT).batch(new int[] {2, 0}, 0, manager);
        assertEquals(new Shape(2, 3, SIDE, SIDE), batch.get(0).getShape());
        assertEquals(new Shape(2, SIDE, SIDE), batch.get(1).getShape());
        Scene scene = scenes.scene(2);
        long[] labels = batch.get(1).toLongArray();
        float[] pixels = batch.get(0).toFloatArray();
        for (int i = 0; i < SIDE * SIDE; i++) {
            assertEquals(scene.labels().labels()[i], labels[i]);
            double red = (scene.image().pixels()[i] >> 16) - 123.675;
            assertEquals(red / 58.395, pixels[i], 1e-5);
        }
    }

    @Test
    void turnedScenesKeepPixelsAndLabelsTogetherAndAllEightWaysComeUp() {
        SceneExamples examples = new SceneExamples(scenes, 1, INPUT);
        float[] straight = examples.batch(new int[] {0}, 0, manager).get(0).toFloatArray();
        long[] labels = examples.batch(new int[] {0}, 0, manager).get(1).toLongArray();
        Set<Integer> ways = new HashSet<>();
        for (long seed = 1; seed <= 60; seed++) {
            NDList turned = examples.batch(new int[] {0}, seed, manager);
            float[] pixels = turned.get(0).toFloatArray();
            long[] turnedLabels = turned.get(1).toLongArray();
            int way = way(straight, pixels);
            ways.add(way);
            for (int i = 0; i < SIDE * SIDE; i++) {
                assertEquals(labels[from(i, way)], turnedLabels[i]);
            }
            turned.close();
        }
        assertEquals(8, ways.size());
    }

    private static int way(float[] straight, float[] turned) {
        for (int way = 0; way < 8; way++) {
            float[] expected = new float[straight.length];
            for (int i = 0; i < expected.length; i++) {
                int plane = i / (SIDE * SIDE) * SIDE * SIDE;
                expected[i] = straight[plane + from(i - plane, way)];
            }
            if (Arrays.equals(expected, turned)) {
                return way;
            }
        }
        throw new AssertionError("none of the eight ways in which a square can lie");
    }

    private static int from(int at, int way) {
        int x = at % SIDE;
        int y = at / SIDE;
        int across = (way & 1) == 0 ? x : SIDE - 1 - x;
        int down = (way & 2) == 0 ? y : SIDE - 1 - y;
        return (way & 4) == 0 ? down * SIDE + across : across * SIDE + down;
    }

    @Test
    void theSameSeedGivesTheSameBatch() {
        SceneExamples examples = new SceneExamples(scenes, 4, INPUT);
        int[] indices = {3, 1};
        float[] first = examples.batch(indices, 7, manager).get(0).toFloatArray();
        assertArrayEquals(
                first,
                new SceneExamples(scenes, 4, INPUT)
                        .batch(indices, 7, manager)
                        .get(0)
                        .toFloatArray());
    }

    @Test
    void moreScenesThanThereAreAreRefused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new SceneExamples(scenes, 20_001, INPUT));
        assertTrue(e.getMessage().contains("20001 scenes of a split that has 20000"), e.getMessage());
    }
}
