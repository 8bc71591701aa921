package org.paperzoo.zoo.timeseries;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ReferenceCall;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.timeseries.InformerSettings.Draw;

/**
 * Informer's graphs: the forecast, and for reference cases also the encoder's embedding. The keys that ProbSparse attention
 * samples are inputs ({@code samples.0} …, one table {@code [queries, samples]} for each of {@link InformerSettings#draws}):
 * a graph has no random numbers of its own, and their number follows the lengths by a logarithm.
 */
final class InformerGraphs {

    static final List<String> INPUTS = List.of("x_enc", "x_mark_enc", "x_dec", "x_mark_dec");
    static final String FORWARD = "forward";
    static final String STAGES = "stages";

    private static final String SAMPLES = "samples";
    /** Recordings run at twice this and more: longer than the tables that they sample, so that no length is taken for another. */
    private static final int RECORDED_LENGTH = 6;

    private static final String BATCH = "batch";
    private static final String ENCODER_LENGTH = "encoder_length";
    private static final String DECODER_LENGTH = "decoder_length";

    private InformerGraphs() {}

    static List<GraphDefinition> of(Informer network) {
        return List.of(
                definition(network, FORWARD)
                        .outputs("prediction")
                        .body((pass, inputs) -> new NDList(forecast(network, pass, inputs))),
                definition(network, STAGES)
                        .forReference()
                        .outputs("prediction", "encoder_embedding")
                        .body((pass, inputs) -> new NDList(
                                forecast(network, pass, inputs), network.embed(pass, inputs.get(0), inputs.get(1)))));
    }

    private static GraphDefinition.Builder definition(Informer network, String name) {
        InformerSettings settings = network.settings();
        int least = encoderLength(settings, 2);
        int tables = settings.draws(least, 2).size();
        GraphDefinition.Builder graph = GraphDefinition.named(name)
                .size(BATCH, 1)
                .size(ENCODER_LENGTH, least, encoderLength(settings, RECORDED_LENGTH))
                .size(
                        DECODER_LENGTH,
                        Math.max(2, settings.forecastLength()),
                        Math.max(RECORDED_LENGTH, settings.forecastLength()))
                .inputs(INPUTS.toArray(String[]::new))
                .example((manager, sizes) -> example(network, manager, sizes));
        for (int table = 0; table < tables; table++) {
            graph.size(SAMPLES + "_" + table, 1);
        }
        return tables == 0 ? graph : graph.inputGroup(SAMPLES, tables);
    }

    private static NDArray forecast(Informer network, Pass pass, NDList inputs) {
        return network.forecast(
                pass, new NDList(inputs.subList(0, INPUTS.size())), inputs.subList(INPUTS.size(), inputs.size()));
    }

    /** A graph's inputs: values and marks, which may be whole numbers, as float32, then the keys. */
    static NDList inputs(Informer network, NDList valuesAndMarks, KeySampler sampler) {
        NDList inputs = new NDList();
        valuesAndMarks.forEach(array -> inputs.add(array.toType(DataType.FLOAT32, false)));
        inputs.addAll(network.draw(inputs, sampler));
        return inputs;
    }

    /** The keys that a reference case drew: {@code samples.0} and so on. */
    static KeySampler recordedKeys(ReferenceCall call) throws InvalidInputException {
        List<KeySampler.RecordedKeys> draws = new ArrayList<>();
        for (Optional<NDArray> keys = call.find(SAMPLES + ".0");
                keys.isPresent();
                keys = call.find(SAMPLES + "." + draws.size())) {
            NDArray table = keys.get();
            Shape shape = table.getShape();
            if (shape.dimension() != 2 || table.getDataType() != DataType.INT64) {
                throw new InvalidInputException("inputs.safetensors: samples." + draws.size() + " is "
                        + table.getDataType() + shape + "; expected a table of INT64 key indices");
            }
            draws.add(new KeySampler.RecordedKeys(table.toLongArray(), shape.get(0), shape.get(1)));
        }
        return KeySampler.recorded(draws);
    }

    /** The least encoder length at which every attention has at least so many queries. */
    private static int encoderLength(InformerSettings settings, int queries) {
        int length = queries;
        while (!allAtLeast(settings, length, queries)) {
            length++;
        }
        return length;
    }

    private static boolean allAtLeast(InformerSettings settings, int length, int queries) {
        try {
            return settings.draws(length, queries).stream().allMatch(draw -> draw.queries() >= queries);
        } catch (IllegalArgumentException e) {
            return false; // one step is left after halving
        }
    }

    private static NDList example(Informer network, NDManager manager, Map<String, Integer> sizes) {
        InformerSettings settings = network.settings();
        int batch = sizes.get(BATCH);
        int encoderLength = sizes.get(ENCODER_LENGTH);
        int decoderLength = sizes.get(DECODER_LENGTH);
        int marks = settings.marksPerStep();
        NDList inputs = new NDList(
                manager.randomNormal(new Shape(batch, encoderLength, settings.encoderChannels())),
                marks(manager, new Shape(batch, encoderLength, marks)),
                manager.randomNormal(new Shape(batch, decoderLength, settings.decoderChannels())),
                marks(manager, new Shape(batch, decoderLength, marks)));
        int table = 0;
        for (Draw draw : settings.draws(encoderLength, decoderLength)) {
            int samples = Math.min(sizes.get(SAMPLES + "_" + table), draw.queries());
            long[] keys = Informer.REPEATABLE.sample(table++, draw.queries(), draw.keys(), samples);
            inputs.add(manager.create(keys, new Shape(draw.queries(), samples)));
        }
        return inputs;
    }

    /** Marks that lie in every table (months and days start at 1, quarters end at 3), and are numbers like others too. */
    private static NDArray marks(NDManager manager, Shape shape) {
        Random random = new Random(shape.size());
        float[] marks = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = 1 + random.nextInt(3);
        }
        return manager.create(marks, shape);
    }
}
