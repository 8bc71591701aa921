package org.paperzoo.zoo.timeseries;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.Pass;

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
        int leastEncoderLength = leastEncoderLength(network.settings());
        int tables = network.settings().draws(leastEncoderLength, 2).size();
        GraphDefinition.Builder graph = GraphDefinition.named(name)
                .size(BATCH, 1)
                .size(ENCODER_LENGTH, leastEncoderLength)
                .size(DECODER_LENGTH, 2)
                .inputs(INPUTS.toArray(String[]::new))
                .example((manager, sizes) -> example(network, manager, sizes));
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

    /** The least length that leaves every attention of the encoder a choice. */
    private static int leastEncoderLength(InformerSettings settings) {
        for (int length = 2; length < settings.inputLength(); length++) {
            try {
                settings.draws(length, 2);
                return length;
            } catch (IllegalArgumentException e) {
                // One step is left after halving: a longer sequence is needed.
            }
        }
        return settings.inputLength();
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
        inputs.addAll(network.draw(inputs, Informer.REPEATABLE));
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
