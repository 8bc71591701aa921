package org.paperzoo.zoo.timeseries;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.timeseries.InformerSettings.Draw;

class InformerTest {

    private static final String SMALL = """
            {"enc_in": 3, "dec_in": 3, "c_out": 3, "seq_len": 16, "label_len": 8, "out_len": 4, "factor": 2,
             "d_model": 16, "n_heads": 2, "e_layers": 2, "d_layers": 1, "d_ff": 24}
            """;

    @ParameterizedTest
    @CsvSource({
        "d_model, 15, even",
        "d_model, -4, at least 1",
        "n_heads, 17, at most d_model",
        "label_len, 17, at most seq_len",
        "seq_len, 6000, at most 5000",
        "out_len, 4999, at most 5000",
        "seq_len, 2000000000, at most 5000",
        "factor, 0, at least 1",
        "dropout, 1.0, [0",
        "e_layers, 0, at least 1",
        "e_layers, 5, at least two steps",
    })
    void aValueOutOfRangeIsRefusedWithItsKey(String key, double value, String expected) throws IOException {
        Configuration wrong = Configuration.parse("test.json", SMALL)
                .with(key, key.equals("dropout") ? (Object) value : (Object) (int) value);

        InvalidInputException refusal = assertThrows(InvalidInputException.class, () -> InformerSettings.of(wrong));

        assertTrue(refusal.getMessage().contains("test.json"), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(expected), refusal::getMessage);
    }

    @ParameterizedTest
    @CsvSource({"embed, timef", "freq, x", "attn, sparse", "activation, swish", "distil, yes"})
    void anUnknownChoiceIsRefusedWithItsKey(String key, String value) throws IOException {
        Configuration wrong = Configuration.parse("test.json", SMALL).with(key, value);

        InvalidInputException refusal = assertThrows(InvalidInputException.class, () -> InformerSettings.of(wrong));

        assertTrue(refusal.getMessage().contains(key), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(value), refusal::getMessage);
    }

    @Test
    void severalEncodersNeedTheStack() throws IOException {
        Configuration list = Configuration.parse("test.json", SMALL).with("e_layers", List.of(2, 1));

        assertThrows(InvalidInputException.class, () -> InformerSettings.of(list));
        assertEquals(
                List.of(2, 1), InformerSettings.of(list.with("stack", true)).encoders());
    }

    @Test
    void inputsThatDoNotFitAreRefusedByName() throws IOException {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            Informer informer = informer(manager);
            NDList inputs = inputs(manager, 2);
            for (int i = 0; i < 4; i++) {
                NDList wrong = new NDList(inputs);
                wrong.set(i, manager.zeros(new Shape(2, 5, 9)));
                IllegalArgumentException refusal = assertThrows(
                        IllegalArgumentException.class,
                        () -> informer.forecast(Pass.inference(), wrong, KeySampler.seeded(0)));
                String name =
                        List.of("x_enc", "x_mark_enc", "x_dec", "x_mark_dec").get(i);
                assertTrue(refusal.getMessage().contains(name), refusal::getMessage);
            }
        }
    }

    @Test
    void aForecastCanBeRepeatedAndABatchEqualsItsMembers() throws IOException {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            Informer informer = informer(manager);
            NDList inputs = inputs(manager, 3);
            float[] once = forecast(informer, inputs);

            assertArrayEquals(once, forecast(informer, inputs));
            for (int member = 0; member < 3; member++) {
                NDList alone = new NDList();
                for (NDArray input : inputs) {
                    alone.add(input.get(new NDIndex(member + ":" + (member + 1))));
                }
                float[] part = Arrays.copyOfRange(once, member * 12, (member + 1) * 12);
                assertArrayEquals(part, forecast(informer, alone), 1e-5f);
            }
        }
    }

    @Test
    void manyForecastsLeaveNoNativeArrayBehind() throws IOException {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            Informer informer = informer(manager);
            NDList inputs = inputs(manager, 2);
            forecast(informer, inputs);
            int before = manager.getManagedArrays().size();
            for (int i = 0; i < 20; i++) {
                forecast(informer, inputs);
            }
            assertEquals(before, manager.getManagedArrays().size());
        }
    }

    @Test
    void drawsFollowTheLayersLengths() throws IOException {
        Configuration small = Configuration.parse("test.json", SMALL);
        InformerSettings settings = InformerSettings.of(small.with("d_layers", 2));
        InformerSettings stack = InformerSettings.of(small.with("stack", true).with("e_layers", List.of(2, 1)));

        assertEquals(
                List.of(new Draw(9, 9, 6), new Draw(5, 5, 4), new Draw(4, 4, 4), new Draw(4, 4, 4)),
                settings.draws(9, 4));
        assertEquals(
                List.of(new Draw(9, 9, 6), new Draw(5, 5, 4), new Draw(4, 4, 4), new Draw(3, 3, 3)), stack.draws(9, 3));
        assertEquals(List.of(), InformerSettings.of(small.with("attn", "full")).draws(9, 4));
        assertThrows(IllegalArgumentException.class, () -> settings.draws(9, 1));
    }

    @Test
    void keysThatAreDrawnBeforeGiveTheSameForecast() throws IOException {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            Informer informer = informer(manager);
            NDList inputs = inputs(manager, 2);
            KeySampler sampler = KeySampler.seeded(0);
            List<NDArray> samples = new ArrayList<>();
            for (Draw draw : informer.settings().draws(16, 12)) {
                long[] keys = sampler.sample(samples.size(), draw.queries(), draw.keys(), draw.samples());
                samples.add(manager.create(keys, new Shape(draw.queries(), draw.samples())));
            }

            assertArrayEquals(
                    forecast(informer, inputs),
                    informer.forecast(Pass.inference(), inputs, samples).toFloatArray());
        }
    }

    @Test
    void aDecoderThatReadsFewerStepsThanAreForecastAnswersThose() throws IOException {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            Informer informer = informer(manager);
            NDList inputs = inputs(manager, 2);
            inputs.set(2, inputs.get(2).get(":, :3"));
            inputs.set(3, inputs.get(3).get(":, :3"));

            assertEquals(2 * 3 * 3, forecast(informer, inputs).length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aCircularConvolutionJoinsTheEndsOfEveryLength(int length) {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            CircularConvolution convolution =
                    new CircularConvolution(1, 1, (own, shape, type) -> own.create(new float[] {100, 10, 1}, shape));
            convolution.initialize(manager, DataType.FLOAT32);
            convolution.getParameters().get("bias").getArray().muli(0);
            NDArray x = manager.arange(1f, length + 1f).reshape(1, length, 1);
            float[] expected = new float[length];
            for (int i = 0; i < length; i++) {
                int before = (i + length - 1) % length + 1;
                int after = (i + 1) % length + 1;
                expected[i] = 100 * before + 10 * (i + 1) + after;
            }

            assertArrayEquals(expected, convolution.forward(Pass.inference(), x).toFloatArray());
        }
    }

    @Test
    void sampledKeysDependOnSeedAndDrawAlone() {
        long[] keys = KeySampler.seeded(3).sample(1, 5, 7, 4);

        assertArrayEquals(keys, KeySampler.seeded(3).sample(1, 5, 7, 4));
        assertTrue(Arrays.stream(keys).allMatch(key -> key >= 0 && key < 7));
        assertEquals(20, keys.length);
        assertNotEquals(
                Arrays.toString(keys), Arrays.toString(KeySampler.seeded(3).sample(2, 5, 7, 4)));
        assertNotEquals(
                Arrays.toString(keys), Arrays.toString(KeySampler.seeded(4).sample(1, 5, 7, 4)));
    }

    @Test
    void recordedKeysAreChecked() {
        KeySampler sampler = KeySampler.recorded(List.of(new KeySampler.RecordedKeys(new long[] {0, 9}, 2, 1)));

        assertThrows(IllegalArgumentException.class, () -> sampler.sample(0, 2, 9, 1));
        assertThrows(IllegalArgumentException.class, () -> sampler.sample(0, 1, 10, 2));
        assertThrows(IllegalArgumentException.class, () -> sampler.sample(1, 2, 10, 1));
        assertArrayEquals(new long[] {0, 9}, sampler.sample(0, 2, 10, 1));
    }

    @Test
    void timeStampsGiveTheMarksOfTheReference() throws IOException {
        Configuration configuration = Configuration.parse("test.json", SMALL);
        // A Thursday, day 366 of its year, in ISO week 53.
        List<LocalDateTime> time = List.of(LocalDateTime.of(2020, 12, 31, 23, 59, 58));

        assertMarks(configuration.with("freq", "s"), time, 58 / 59f - 0.5f, 0.5f, 0.5f, 0, 0.5f, 0.5f);
        assertMarks(configuration.with("freq", "h"), time, 0.5f, 0, 0.5f, 0.5f);
        assertMarks(configuration.with("freq", "w"), time, 0.5f, 0.5f);
        assertMarks(configuration.with("freq", "m"), time, 0.5f);
        assertMarks(configuration.with("freq", "t").with("embed", "fixed"), time, 12, 31, 3, 23, 3);
        assertMarks(configuration.with("embed", "learned"), time, 12, 31, 3, 23);
    }

    private static void assertMarks(Configuration configuration, List<LocalDateTime> times, float... expected)
            throws IOException {
        assertArrayEquals(expected, TimeFeatures.of(times, InformerSettings.of(configuration)), 1e-6f);
    }

    private static Informer informer(NDManager manager) throws IOException {
        Informer informer = new Informer(InformerSettings.of(Configuration.parse("test.json", SMALL)));
        manager.getEngine().setRandomSeed(1);
        informer.initialize(manager, DataType.FLOAT32);
        informer.freezeParameters(true);
        return informer;
    }

    private static NDList inputs(NDManager manager, int members) {
        return new NDList(
                manager.randomNormal(new Shape(members, 16, 3)),
                manager.randomUniform(-0.5f, 0.5f, new Shape(members, 16, 4)),
                manager.randomNormal(new Shape(members, 12, 3)),
                manager.randomUniform(-0.5f, 0.5f, new Shape(members, 12, 4)));
    }

    private static float[] forecast(Informer informer, NDList inputs) {
        try (NDArray forecast = informer.forecast(Pass.inference(), inputs, KeySampler.seeded(0))) {
            return forecast.toFloatArray();
        }
    }
}
