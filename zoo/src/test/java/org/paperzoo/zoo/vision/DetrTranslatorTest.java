package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.output.DetectedObjects.DetectedObject;
import ai.djl.modality.cv.output.Rectangle;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.BlockBackend;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureReader;
import org.paperzoo.zoo.task.Detections;
import org.paperzoo.zoo.task.TaskTranslator;

class DetrTranslatorTest {

    private static final String SMALL = "\"shortest_side\": 64, \"longest_side\": 120";

    private Model model;
    private List<Picture> pictures;

    @BeforeEach
    void open() throws Exception {
        model = Model.newInstance("detr", "PyTorch");
        pictures = new ArrayList<>();
        for (String name : List.of("source-0.png", "source-1.png", "resized-0-97x61-lanczos.png")) {
            Path file =
                    Path.of(getClass().getResource("/formats/images/" + name).toURI());
            pictures.add(PictureReader.read(file));
        }
    }

    @AfterEach
    void close() {
        model.close();
    }

    private <I, O> Predictor<I, O> predictor(Class<I> input, Class<O> output, String settings) throws IOException {
        Detr.Definition definition = new Detr.Definition();
        ModelFiles files = files(settings);
        Detr network = SyntheticWeights.fill(new Detr(DetrSettings.of(DetrTest.tiny())), model.getNDManager());
        model.setBlock(definition.runner(new BlockBackend(network, definition.graphs(network)), files));
        return model.newPredictor(translator(definition, files, input, output));
    }

    private static ModelFiles files(String settings) throws IOException {
        return new ModelFiles(Path.of(""), DetrTest.tiny(), new ObjectMapper().readTree("{" + settings + "}"));
    }

    private static <I, O> Translator<I, O> translator(
            Detr.Definition definition, ModelFiles files, Class<I> input, Class<O> output) throws IOException {
        for (TaskTranslator<?, ?> each : definition.translators(files)) {
            if (each.input() == input && each.output() == output) {
                // The record ties the translator's types to the two classes just compared.
                @SuppressWarnings("unchecked")
                Translator<I, O> found = (Translator<I, O>) each.translator();
                return found;
            }
        }
        throw new AssertionError("no such translator");
    }

    @Test
    void picturesOfDifferentSizesInABatchGiveWhatEachGivesAlone() throws Exception {
        try (var predictor = predictor(Picture.class, Detections.class, SMALL)) {
            List<Detections> together = predictor.batchPredict(pictures);
            for (int i = 0; i < pictures.size(); i++) {
                Detections alone = predictor.predict(pictures.get(i));
                assertEquals(9, alone.size());
                assertArrayEquals(alone.labels(), together.get(i).labels());
                assertArrayEquals(alone.scores(), together.get(i).scores(), 1e-5f);
                assertArrayEquals(alone.boxes(), together.get(i).boxes(), 1e-2f);
            }
        }
    }

    @Test
    void theAuthorsPaddedBatchesAreThereOnRequest() throws Exception {
        try (var padded = predictor(Picture.class, Detections.class, SMALL + ", \"padded_batches\": true")) {
            assertTrue(model.getBlock() instanceof PaddedBatch);
            assertEquals(3, padded.batchPredict(pictures).size());
        }
    }

    @Test
    void aPullerGetsObjectsAboveTheThresholdBestFirstInPartsOfThePicture() throws Exception {
        Image image = ImageFactory.getInstance().fromImage(pictures.get(0).toBufferedImage());
        Detections raw;
        try (var predictor = predictor(Picture.class, Detections.class, SMALL)) {
            raw = predictor.predict(pictures.get(0));
        }
        double threshold = median(raw.scores());
        try (var predictor = predictor(
                Image.class, DetectedObjects.class, SMALL + ", \"labels\": \"coco\", \"threshold\": " + threshold)) {
            DetectedObjects objects = predictor.predict(image);
            assertEquals(5, objects.getNumberOfObjects());
            DetectedObject best = objects.item(0);
            int index = largest(raw.scores());
            assertEquals(raw.scores()[index], best.getProbability(), 1e-6);
            assertEquals(DetectionLabels.named("coco").name(raw.labels()[index]), best.getClassName());
            Rectangle box = best.getBoundingBox().getBounds();
            assertEquals(raw.boxes()[4 * index], box.getX() * 260, 1e-3);
            assertEquals(raw.boxes()[4 * index + 3], (box.getY() + box.getHeight()) * 180, 1e-3);
            for (int i = 1; i < 5; i++) {
                assertTrue(
                        objects.item(i).getProbability() <= objects.item(i - 1).getProbability());
            }
        }
    }

    @Test
    void predictionsLeaveNoArrayBehind() throws Exception {
        try (var predictor = predictor(Picture.class, Detections.class, SMALL)) {
            predictor.batchPredict(pictures);
            int before = model.getNDManager().getManagedArrays().size();
            for (int i = 0; i < 5; i++) {
                predictor.batchPredict(pictures);
            }
            assertEquals(before, model.getNDManager().getManagedArrays().size());
        }
    }

    @Test
    void aPictureTooThinToBeSeenIsRefused() throws Exception {
        try (var predictor = predictor(Picture.class, Detections.class, SMALL)) {
            Picture thread = new Picture(4000, 1, new byte[12_000]);
            TranslateException e = assertThrows(TranslateException.class, () -> predictor.predict(thread));
            assertTrue(e.getMessage().contains("too thin"), e.getMessage());
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        assertRefused("\"shortest_side\": 0", "\"shortest_side\" is 0");
        assertRefused("\"shortest_side\": 800, \"longest_side\": 700", "at least \"shortest_side\", 800");
        assertRefused("\"threshold\": 1.5", "in [0, 1]");
        assertRefused("\"labels\": \"imagenet\"", "coco, coco-panoptic");
    }

    private static void assertRefused(String settings, String reason) {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> new Detr.Definition().translators(files(settings)));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @Test
    void cocosNamesLieUnderCocosNumbers() throws IOException {
        DetectionLabels coco = DetectionLabels.named("coco");
        assertEquals("person", coco.name(1));
        assertEquals("class 12", coco.name(12));
        assertEquals("toothbrush", coco.name(90));
        assertEquals("class 91", coco.name(91));
        assertEquals(80, coco.names().stream().filter(name -> !name.isEmpty()).count());
        DetectionLabels panoptic = DetectionLabels.named("coco-panoptic");
        assertEquals("rug-merged", panoptic.name(200));
        assertEquals(
                133, panoptic.names().stream().filter(name -> !name.isEmpty()).count());
    }

    @Test
    void namesOfTheConfigurationAreUsedWhereTheCardHasNone() throws IOException {
        Configuration configuration =
                Configuration.parse("config.json", "{\"id2label\": {\"0\": \"N/A\", \"1\": \"dog\"}}");
        DetectionLabels labels = DetectionLabels.of(ModelFiles.of(Path.of(""), configuration));
        assertEquals("class 0", labels.name(0));
        assertEquals("dog", labels.name(1));
    }

    @Test
    void masksOfEveryQueryHaveAQuarterOfTheResolution() throws IOException {
        Configuration configuration =
                DetrTest.tiny().with("hidden_dim", 128).with("nheads", 8).with("masks", true);
        var manager = model.getNDManager();
        DetrSegmentation network = SyntheticWeights.fill(new DetrSegmentation(DetrSettings.of(configuration)), manager);
        NDList outputs = network.forward(
                new ParameterStore(manager, false), new NDList(manager.randomNormal(new Shape(2, 3, 64, 90))), false);
        assertEquals(new Shape(2, 9, 13), outputs.get(0).getShape());
        assertEquals(new Shape(2, 9, 4), outputs.get(1).getShape());
        assertEquals(new Shape(2, 9, 16, 23), outputs.get(2).getShape());
        assertTrue(network.getParameters().contains("detr.transformer.encoder.layers.0.norm1.weight"));
        assertTrue(network.getParameters().contains("mask_head.adapter3.weight"));
        assertEquals(
                new Shape(136, 136, 3, 3),
                network.getParameters().get("mask_head.lay1.weight").getShape());
        assertEquals(
                new Shape(8), network.getParameters().get("mask_head.gn5.bias").getShape());
    }

    private static double median(float[] scores) {
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] - 1e-6;
    }

    private static int largest(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }
}
