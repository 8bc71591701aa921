package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.output.CategoryMask;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.engine.BlockBackend;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.image.PictureReader;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.Resizing;
import org.paperzoo.zoo.task.PixelClasses;
import org.paperzoo.zoo.task.TaskTranslator;

class SegmentationTranslatorTest {

    private static final String SMALL = "\"shortest_side\": 64, \"longest_side\": 120";

    private final DaFormer.Definition definition = new DaFormer.Definition();
    private Model model;
    private DaFormer network;
    private List<Picture> pictures;

    @BeforeEach
    void open() throws Exception {
        model = Model.newInstance("daformer", "PyTorch");
        network = SyntheticWeights.fill(new DaFormer(DaFormerSettings.of(DaFormerTest.tiny())), model.getNDManager());
        pictures = new ArrayList<>();
        for (String name : List.of("source-0.png", "source-1.png", "resized-0-97x61-lanczos.png")) {
            pictures.add(PictureReader.read(
                    Path.of(getClass().getResource("/formats/images/" + name).toURI())));
        }
    }

    @AfterEach
    void close() {
        model.close();
    }

    private static ModelFiles files(String settings) throws IOException {
        return new ModelFiles(Path.of(""), DaFormerTest.tiny(), new ObjectMapper().readTree("{" + settings + "}"));
    }

    private <I, O> Predictor<I, O> predictor(Class<I> input, Class<O> output, String settings) throws IOException {
        ModelFiles files = files(settings);
        model.setBlock(definition.runner(new BlockBackend(network, definition.graphs(network)), files));
        for (TaskTranslator<?, ?> each : definition.translators(files)) {
            if (each.input() == input && each.output() == output) {
                // The record ties the translator's types to the two classes just compared.
                @SuppressWarnings("unchecked")
                Translator<I, O> found = (Translator<I, O>) each.translator();
                return model.newPredictor(found);
            }
        }
        throw new AssertionError("no such translator");
    }

    @Test
    void classesAreThoseOfLogitsResizedTwiceByPyTorch() throws Exception {
        PictureInput input = SegmentationTranslator.input(files(SMALL));
        try (var predictor = predictor(Picture.class, PixelClasses.class, SMALL)) {
            for (Picture picture : pictures) {
                PictureInput.Planes planes = input.planes(picture);
                int height = planes.size().height();
                int width = planes.size().width();
                NDArray pixels = model.getNDManager().create(planes.values(), new Shape(1, 3, height, width));
                NDArray seen = Resizing.linear(network.logits(Pass.inference(), pixels), false, height, width);
                NDArray whole = Resizing.linear(seen, false, picture.height(), picture.width());
                byte[] expected = whole.argMax(1).toType(DataType.UINT8, false).toByteArray();
                PixelClasses found = predictor.predict(picture);
                assertEquals(picture.width(), found.width());
                assertEquals(picture.height(), found.height());
                int differing = 0;
                for (int i = 0; i < expected.length; i++) {
                    differing += expected[i] == found.classes()[i] ? 0 : 1;
                }
                // PyTorch may fuse a product with a sum: two classes can change places where they are equal.
                assertTrue(differing <= expected.length / 10_000, differing + " of " + expected.length);
            }
        }
    }

    @Test
    void picturesOfDifferentSizesInABatchGiveWhatEachGivesAlone() throws Exception {
        try (var predictor = predictor(Picture.class, PixelClasses.class, SMALL)) {
            List<PixelClasses> together = predictor.batchPredict(pictures);
            for (int i = 0; i < pictures.size(); i++) {
                PixelClasses alone = predictor.predict(pictures.get(i));
                assertArrayEquals(alone.classes(), together.get(i).classes());
            }
            List<PixelClasses> twins = predictor.batchPredict(List.of(pictures.get(0), pictures.get(0)));
            assertArrayEquals(twins.get(0).classes(), twins.get(1).classes());
        }
    }

    @Test
    void aPullerGetsAMaskOfNamedCategories() throws Exception {
        Image image = ImageFactory.getInstance().fromImage(pictures.get(0).toBufferedImage());
        PixelClasses raw;
        try (var predictor = predictor(Picture.class, PixelClasses.class, SMALL)) {
            raw = predictor.predict(pictures.get(0));
        }
        try (var predictor = predictor(Image.class, CategoryMask.class, SMALL + ", \"labels\": [\"road\", \"sky\"]")) {
            CategoryMask mask = predictor.predict(image);
            assertEquals(19, mask.getClasses().size());
            assertEquals(List.of("road", "sky", "class 2"), mask.getClasses().subList(0, 3));
            assertEquals(raw.height(), mask.getMask().length);
            for (int i = 0; i < raw.classes().length; i++) {
                assertEquals(raw.classes()[i], mask.getMask()[i / raw.width()][i % raw.width()]);
            }
        }
    }

    @Test
    void predictionsLeaveNoArrayBehind() throws Exception {
        try (var predictor = predictor(Picture.class, PixelClasses.class, SMALL)) {
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
        try (var predictor = predictor(Picture.class, PixelClasses.class, SMALL)) {
            Picture thread = new Picture(400, 8, new byte[9_600]);
            TranslateException e = assertThrows(TranslateException.class, () -> predictor.predict(thread));
            assertTrue(e.getMessage().contains("sides of at least 29"), e.getMessage());
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        assertRefused("\"shortest_side\": 0", "\"shortest_side\" is 0");
        assertRefused("\"shortest_side\": 800, \"longest_side\": 700", "at least \"shortest_side\", 800");
        assertRefused("\"labels\": \"imagenet\"", "a list of names");
    }

    private void assertRefused(String settings, String reason) {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> definition.translators(files(settings)));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }
}
