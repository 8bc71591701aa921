package org.paperzoo.zoo.timeseries;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.timeseries.Forecast;
import ai.djl.timeseries.TimeSeriesData;
import com.google.auto.service.AutoService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.architecture.ReferenceCall;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.AttentionMasks;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.LayerNorm;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.task.SeriesForecast;
import org.paperzoo.zoo.task.SeriesInput;
import org.paperzoo.zoo.task.Task;
import org.paperzoo.zoo.task.TaskTranslator;
import org.paperzoo.zoo.timeseries.InformerSettings.Draw;

/**
 * Informer: Beyond Efficient Transformer for Long Sequence Time-Series Forecasting (Zhou et al., AAAI 2021,
 * arXiv 2012.07436), as the authors' code computes it (zhouhaoyi/Informer2020, {@code models/}).
 *
 * <p>Encoder layers with ProbSparse self-attention, between them convolutions that halve the length; a decoder that reads
 * the last known steps followed by zeros and answers all steps in one forward. {@code InformerStack} runs several encoders
 * over ever shorter ends of the input and joins their outputs.
 *
 * <p>As a DJL block: inputs {@code [B, seq_len, enc_in]}, {@code [B, seq_len, marks]},
 * {@code [B, label_len + out_len, dec_in]}, {@code [B, label_len + out_len, marks]}; output {@code [B, out_len, c_out]}.
 * Other lengths than the configured ones work too.
 */
public final class Informer extends NamedBlock {

    /** The keys that forecasts sample, always the same, so that a forecast can be repeated. */
    static final KeySampler REPEATABLE = KeySampler.seeded(0);

    private final InformerSettings settings;
    private final DataEmbedding encoderEmbedding;
    private final DataEmbedding decoderEmbedding;
    private final List<Encoder> encoders = new ArrayList<>();
    private final Decoder decoder;
    private final Linear projection;

    public Informer(InformerSettings settings) {
        this.settings = settings;
        encoderEmbedding = child("enc_embedding", new DataEmbedding(settings, settings.encoderChannels()));
        decoderEmbedding = child("dec_embedding", new DataEmbedding(settings, settings.decoderChannels()));
        for (int i = 0; i < settings.encoders().size(); i++) {
            String name = settings.stacked() ? "encoder.encoders." + i : "encoder";
            encoders.add(child(name, new Encoder(settings, settings.encoders().get(i))));
        }
        decoder = child("decoder", new Decoder(settings));
        projection = child("projection", Linear.of(settings.width(), settings.outputChannels()));
    }

    /** What this network was built from. */
    public InformerSettings settings() {
        return settings;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(forecast(pass, inputs, REPEATABLE));
    }

    /**
     * Forecasts.
     *
     * @param inputs the encoder's values and marks, the decoder's values and marks, as described above
     * @param sampler picks the keys of ProbSparse attention
     * @return {@code [B, out_len, c_out]}
     * @throws IllegalArgumentException if the inputs do not fit each other or the configuration
     */
    public NDArray forecast(Pass pass, NDList inputs, KeySampler sampler) {
        checkInputs(inputs);
        return pass.scoped(() -> forecast(pass, inputs, draw(inputs, sampler)));
    }

    /**
     * Forecasts with keys that are drawn already. Every call makes the same steps, whatever the lengths: this is what is
     * recorded as a graph.
     *
     * @param inputs as above; they are not checked
     * @param samples for each of {@link InformerSettings#draws} key indices {@code [queries, samples]} int64. Their width
     *     also says how many queries attend properly
     * @return {@code [B, out_len, c_out]}
     */
    public NDArray forecast(Pass pass, NDList inputs, List<NDArray> samples) {
        Iterator<NDArray> tables = samples.iterator();
        return pass.scoped(() -> {
            NDArray seen = encoderEmbedding.forward(pass, inputs.get(0), inputs.get(1)); // [B, S, width]
            NDArray memory = remember(pass, seen, tables); // [B, M, width]
            NDArray start = decoderEmbedding.forward(pass, inputs.get(2), inputs.get(3)); // [B, T, width]
            NDArray decoded = decoder.forward(pass, start, memory, tables); // [B, out_len, width]
            return projection.forward(pass, decoded); // [B, out_len, c_out]
        });
    }

    /** The keys of a forecast, one table for each of {@link InformerSettings#draws}. */
    List<NDArray> draw(NDList inputs, KeySampler sampler) {
        int encoderLength = Math.toIntExact(inputs.get(0).getShape().get(1));
        int decoderLength = Math.toIntExact(inputs.get(2).getShape().get(1));
        List<NDArray> samples = new ArrayList<>();
        for (Draw draw : settings.draws(encoderLength, decoderLength)) {
            long[] indices = sampler.sample(samples.size(), draw.queries(), draw.keys(), draw.samples());
            Shape shape = new Shape(draw.queries(), draw.samples());
            samples.add(inputs.head().getManager().create(indices, shape));
        }
        return samples;
    }

    private NDArray remember(Pass pass, NDArray seen, Iterator<NDArray> samples) {
        if (!settings.stacked()) {
            return encoders.get(0).forward(pass, seen, samples);
        }
        NDList memories = new NDList();
        for (int i = 0; i < encoders.size(); i++) {
            int length = Math.toIntExact(seen.getShape().get(1));
            NDArray end = last(seen, InformerSettings.tail(length, i)); // [B, S / 2^i, width]
            memories.add(encoders.get(i).forward(pass, end, samples));
        }
        return NDArrays.concat(memories, 1); // [B, M, width]
    }

    void checkInputs(NDList inputs) {
        if (inputs.size() != 4) {
            throw new IllegalArgumentException(
                    "expected x_enc, x_mark_enc, x_dec and x_mark_dec, not " + inputs.size() + " arrays");
        }
        Shape past = inputs.get(0).getShape();
        Shape start = inputs.get(2).getShape();
        checkShape("x_enc", past, settings.encoderChannels(), null);
        checkShape("x_mark_enc", inputs.get(1).getShape(), settings.marksPerStep(), past);
        checkShape("x_dec", start, settings.decoderChannels(), null);
        checkShape("x_mark_dec", inputs.get(3).getShape(), settings.marksPerStep(), start);
        if (past.get(0) != start.get(0)) {
            throw new IllegalArgumentException(
                    "x_enc holds " + past.get(0) + " members of a batch, x_dec " + start.get(0));
        }
    }

    /** Marks may hold more columns than the tables read, as in the reference, but not fewer. */
    private void checkShape(String name, Shape shape, int width, Shape partner) {
        boolean fits = shape.dimension() == 3
                && (shape.get(2) == width || partner != null && settings.tables() && shape.get(2) > width)
                && shape.get(1) >= 1
                && shape.get(1) <= InformerSettings.LONGEST
                && (partner == null || partner.get(0) == shape.get(0) && partner.get(1) == shape.get(1));
        if (!fits) {
            String lengths = partner == null
                    ? "[B, 1 to " + InformerSettings.LONGEST + ", "
                    : "[" + partner.get(0) + ", " + partner.get(1) + ", ";
            throw new IllegalArgumentException(name + " is " + shape + "; expected " + lengths + width + "]");
        }
    }

    /** The last steps of {@code [B, L, width]}; all, if there are fewer. */
    static NDArray last(NDArray x, long steps) {
        return x.get(new NDIndex().addAllDim().addSliceDim(-steps, x.getShape().get(1)));
    }

    /** What the encoder sees: {@code [B, S, width]}. */
    NDArray embed(Pass pass, NDArray values, NDArray marks) {
        return encoderEmbedding.forward(pass, values, marks);
    }

    /** Attention layers, a convolution that halves the length after each but the last, and a final normalisation. */
    private static final class Encoder extends NamedBlock {

        private final List<EncoderLayer> layers = new ArrayList<>();
        private final List<Distilling> distillings = new ArrayList<>();
        private final LayerNorm norm;

        Encoder(InformerSettings settings, int depth) {
            for (int i = 0; i < depth; i++) {
                layers.add(child("attn_layers." + i, new EncoderLayer(settings)));
            }
            for (int i = 0; settings.distilling() && i < depth - 1; i++) {
                distillings.add(child("conv_layers." + i, new Distilling(settings.width())));
            }
            norm = child("norm", new LayerNorm(settings.width()));
        }

        NDArray forward(Pass pass, NDArray x, Iterator<NDArray> samples) {
            for (int i = 0; i < layers.size(); i++) {
                x = layers.get(i).forward(pass, x, samples); // [B, L, width]
                if (i < distillings.size()) {
                    x = distillings.get(i).forward(pass, x); // [B, ⌈L / 2⌉, width]
                }
            }
            return norm.forward(pass, x);
        }
    }

    private static final class EncoderLayer extends NamedBlock {

        private final Attention attention;
        private final FeedForward feedForward;
        private final LayerNorm norm1;
        private final LayerNorm norm2;
        private final float dropout;

        EncoderLayer(InformerSettings settings) {
            attention = child("attention", new Attention(settings, settings.sparse(), false, false));
            feedForward = new FeedForward(
                    child("conv1", new Pointwise(settings.width(), settings.feedForward())),
                    child("conv2", new Pointwise(settings.feedForward(), settings.width())),
                    settings);
            norm1 = child("norm1", new LayerNorm(settings.width()));
            norm2 = child("norm2", new LayerNorm(settings.width()));
            dropout = settings.dropout();
        }

        NDArray forward(Pass pass, NDArray x, Iterator<NDArray> samples) { // [B, L, width]
            return pass.scoped(() -> {
                NDArray attended = attention.forward(pass, x, x, samples, UnaryOperator.identity()); // [B, L, width]
                NDArray y = norm1.forward(pass, x.add(pass.dropout(attended, dropout)));
                return norm2.forward(pass, y.add(feedForward.forward(pass, y)));
            });
        }
    }

    private static final class Decoder extends NamedBlock {

        private final List<DecoderLayer> layers = new ArrayList<>();
        private final LayerNorm norm;

        Decoder(InformerSettings settings) {
            for (int i = 0; i < settings.decoderLayers(); i++) {
                boolean answering = i == settings.decoderLayers() - 1;
                layers.add(child("layers." + i, new DecoderLayer(settings, answering)));
            }
            norm = child("norm", new LayerNorm(settings.width()));
        }

        NDArray forward(Pass pass, NDArray x, NDArray memory, Iterator<NDArray> samples) {
            for (DecoderLayer layer : layers) {
                x = layer.forward(pass, x, memory, samples); // [B, T, width]; of the last one [B, out_len, width]
            }
            return norm.forward(pass, x);
        }
    }

    private static final class DecoderLayer extends NamedBlock {

        private final Attention selfAttention;
        private final Attention crossAttention;
        private final FeedForward feedForward;
        private final LayerNorm norm1;
        private final LayerNorm norm2;
        private final LayerNorm norm3;
        private final UnaryOperator<NDArray> kept;
        private final float dropout;

        /**
         * A layer.
         *
         * @param answering whether only the forecast's steps are wanted of it. Those before are needed up to its
         *     self-attention; what follows treats each step by itself, so it is spared for them
         */
        DecoderLayer(InformerSettings settings, boolean answering) {
            selfAttention =
                    child("self_attention", new Attention(settings, settings.sparse(), true, settings.mixing()));
            crossAttention = child("cross_attention", new Attention(settings, false, false, false));
            feedForward = new FeedForward(
                    child("conv1", new Pointwise(settings.width(), settings.feedForward())),
                    child("conv2", new Pointwise(settings.feedForward(), settings.width())),
                    settings);
            norm1 = child("norm1", new LayerNorm(settings.width()));
            norm2 = child("norm2", new LayerNorm(settings.width()));
            norm3 = child("norm3", new LayerNorm(settings.width()));
            kept = answering ? x -> last(x, settings.forecastLength()) : UnaryOperator.identity();
            dropout = settings.dropout();
        }

        NDArray forward(Pass pass, NDArray x, NDArray memory, Iterator<NDArray> samples) { // [B, T, width]
            return pass.scoped(() -> {
                NDArray attended = selfAttention.forward(pass, x, x, samples, kept); // [B, kept, width]
                NDArray y = norm1.forward(pass, kept.apply(x).add(pass.dropout(attended, dropout)));
                NDArray crossed =
                        crossAttention.forward(pass, y, memory, samples, UnaryOperator.identity()); // [B, kept, width]
                NDArray z = norm2.forward(pass, y.add(pass.dropout(crossed, dropout)));
                return norm3.forward(pass, z.add(feedForward.forward(pass, z)));
            });
        }
    }

    /** Two maps of each step by itself with an activation between. Its convolutions are children of the layer. */
    private record FeedForward(Pointwise conv1, Pointwise conv2, InformerSettings settings) {

        NDArray forward(Pass pass, NDArray x) { // [B, L, width]
            NDArray inner = settings.activation().apply(pass, conv1.forward(pass, x)); // [B, L, d_ff]
            NDArray outer = conv2.forward(pass, pass.dropout(inner, settings.dropout())); // [B, L, width]
            return pass.dropout(outer, settings.dropout());
        }
    }

    /** A convolution of width 1: a linear map whose weight the checkpoint stores as {@code [out, in, 1]}. */
    private static final class Pointwise extends NamedBlock {

        private final Parameter weight;
        private final Parameter bias;
        private final Shape matrix;

        Pointwise(long in, long out) {
            weight = weight("weight", InitialValues.torchDefault(in), out, in, 1);
            bias = weight("bias", InitialValues.torchDefault(in), out);
            matrix = new Shape(out, in);
        }

        NDArray forward(Pass pass, NDArray x) { // [B, L, in] -> [B, L, out]
            return x.getNDArrayInternal()
                    .linear(x, pass.value(weight).reshape(matrix), pass.value(bias))
                    .singletonOrThrow();
        }
    }

    /** Convolution, batch normalisation, ELU, and the maximum of three steps at every other one. */
    private static final class Distilling extends NamedBlock {

        private final CircularConvolution convolution;
        private final BatchNorm norm;

        Distilling(long width) {
            convolution =
                    child("downConv", new CircularConvolution(width, width, InitialValues.torchDefault(3 * width)));
            norm = child("norm", new BatchNorm(width));
        }

        NDArray forward(Pass pass, NDArray x) { // [B, L, width] -> [B, ⌈L / 2⌉, width]
            return pass.scoped(() -> {
                NDArray convolved = norm.forward(pass, convolution.forward(pass, x)); // [B, L, width]
                NDArray curved = convolved.getNDArrayInternal().elu(1f).transpose(0, 2, 1); // [B, width, L]
                return curved.getNDArrayInternal()
                        .maxPool(new Shape(3), new Shape(2), new Shape(1), false)
                        .transpose(0, 2, 1); // [B, ⌈L / 2⌉, width]
            });
        }
    }

    /** Batch normalisation of each channel over all members and steps. */
    private static final class BatchNorm extends NamedBlock {

        private final Parameter weight;
        private final Parameter bias;
        private final Parameter mean;
        private final Parameter variance;

        BatchNorm(long width) {
            weight = weight("weight", InitialValues.ones(), width);
            bias = weight("bias", InitialValues.zeros(), width);
            mean = buffer("running_mean", InitialValues.zeros(), width);
            variance = buffer("running_var", InitialValues.ones(), width);
            computed("num_batches_tracked", InitialValues.counter());
        }

        NDArray forward(Pass pass, NDArray x) { // [B, L, width]
            Shape shape = x.getShape();
            NDArray rows = x.reshape(-1, shape.get(2)); // [B L, width]
            return rows.getNDArrayInternal()
                    .batchNorm(
                            rows,
                            pass.value(mean),
                            pass.value(variance),
                            pass.value(weight),
                            pass.value(bias),
                            -1,
                            // DJL counts the part of the old average that stays, PyTorch the part that goes: 0.1.
                            0.9f,
                            1e-5f,
                            pass.isTraining())
                    .singletonOrThrow()
                    .reshape(shape);
        }
    }

    /** Multi-head attention, ProbSparse or full (reference: {@code AttentionLayer}, {@code models/attn.py}). */
    private static final class Attention extends NamedBlock {

        /** Sampled scores are computed for so many queries at once that they take at most 64 MiB. */
        private static final long SCORES_AT_ONCE = 16L << 20;

        private final Linear queryProjection;
        private final Linear keyProjection;
        private final Linear valueProjection;
        private final Linear outProjection;
        private final InformerSettings settings;
        private final boolean sparse;
        private final boolean causal;
        private final boolean mixing;
        private final long size;

        Attention(InformerSettings settings, boolean sparse, boolean causal, boolean mixing) {
            size = settings.width() / settings.heads();
            long joined = size * settings.heads();
            queryProjection = child("query_projection", Linear.of(settings.width(), joined));
            keyProjection = child("key_projection", Linear.of(settings.width(), joined));
            valueProjection = child("value_projection", Linear.of(settings.width(), joined));
            outProjection = child("out_projection", Linear.of(joined, settings.width()));
            this.settings = settings;
            this.sparse = sparse;
            this.causal = causal;
            this.mixing = mixing;
        }

        /**
         * {@code [B, L, width], [B, S, width] -> [B, kept, width]}.
         *
         * @param samples the next of them is taken, if the attention is sparse
         * @param kept leaves the steps that are wanted
         */
        NDArray forward(Pass pass, NDArray x, NDArray memory, Iterator<NDArray> samples, UnaryOperator<NDArray> kept) {
            return pass.scoped(() -> {
                NDArray queries = split(queryProjection.forward(pass, x)); // [B, H, L, D]
                NDArray keys = split(keyProjection.forward(pass, memory)); // [B, H, S, D]
                NDArray values = split(valueProjection.forward(pass, memory)); // [B, H, S, D]
                NDArray context = sparse
                        ? probSparse(pass, queries, keys, values, samples.next())
                        : full(pass, queries, keys, values); // [B, H, L, D]
                // With "mix" the reference transposes twice and views heads as time: steps and heads change places.
                NDArray ordered = mixing ? context : context.transpose(0, 2, 1, 3); // [B, L, H, D]
                NDArray joined =
                        ordered.reshape(x.getShape().get(0), x.getShape().get(1), -1); // [B, L, H D]
                return outProjection.forward(pass, kept.apply(joined)); // [B, kept, width]
            });
        }

        private NDArray split(NDArray x) { // [B, L, H D] -> [B, H, L, D]
            Shape shape = x.getShape();
            return x.reshape(shape.get(0), shape.get(1), settings.heads(), size).transpose(0, 2, 1, 3);
        }

        private NDArray full(Pass pass, NDArray queries, NDArray keys, NDArray values) {
            NDArray scores = pass.scale(queries, (float) (1 / Math.sqrt(size)))
                    .matMul(keys.transpose(0, 1, 3, 2)); // [B, H, L, S]
            if (causal) {
                scores = scores.add(AttentionMasks.causal(scores, 0, length(scores))); // [1, 1, L, S]
            }
            return pass.dropout(scores.softmax(-1), settings.dropout()).matMul(values); // [B, H, L, D]
        }

        /**
         * Attention proper for the few queries whose scores look least uniform. Others take the mean of all values, or,
         * under the causal mask, the sum (not the mean) of the values so far. No dropout on the weights: the reference
         * declares one and does not apply it.
         */
        private NDArray probSparse(Pass pass, NDArray queries, NDArray keys, NDArray values, NDArray samples) {
            Shape shape = queries.getShape();
            NDArray top = pass.scoped(() -> leastUniform(pass, queries, keys, samples)); // [B, H, u]
            NDArray rows = top.expandDims(3)
                    .broadcast(shape.get(0), shape.get(1), top.getShape().get(2), size);
            NDArray scores = pass.scale(queries.gather(rows, 2), (float) (1 / Math.sqrt(size)))
                    .matMul(keys.transpose(0, 1, 3, 2)); // [B, H, u, L]
            if (causal) {
                int length = length(queries);
                NDArray masks = AttentionMasks.causal(scores, 0, length).reshape(length, length);
                scores = scores.add(top.getNDArrayInternal()
                        .embedding(top, masks, SparseFormat.DENSE)
                        .singletonOrThrow()); // [B, H, u, L]
            }
            NDArray attended = scores.softmax(-1).matMul(values); // [B, H, u, D]
            NDArray others =
                    causal ? values.cumSum(2) : values.mean(new int[] {2}, true).broadcast(shape); // [B, H, L, D]
            return others.scatter(rows, attended, 2); // [B, H, L, D]
        }

        /**
         * The queries whose greatest score over their sampled keys exceeds the mean score by most, as many as there are
         * samples of each: {@code [B, H, U]} int64. Scores of all keys come from one matrix product, and the samples are
         * picked from them: the same numbers as from gathered keys, in less memory and time. No gradient flows through the
         * choice.
         */
        private NDArray leastUniform(Pass pass, NDArray queries, NDArray keys, NDArray samples) { // [L, U]
            Shape shape = queries.getShape();
            long length = shape.get(2);
            int width = Math.toIntExact(samples.getShape().get(1));
            NDArray columns = keys.stopGradient().transpose(0, 1, 3, 2); // [B, H, D, L]
            NDArray all = queries.stopGradient();
            long scoresOfQuery = shape.get(0) * shape.get(1) * length;
            long atOnce = Math.max(1, Math.min(length, SCORES_AT_ONCE / scoresOfQuery));
            NDList measures = new NDList();
            for (long begin = 0; begin < length; begin += atOnce) {
                long from = begin;
                long to = Math.min(length, from + atOnce);
                measures.add(pass.scoped(() -> {
                    NDArray picked = samples.get(new NDIndex().addSliceDim(from, to)) // [part, U]
                            .broadcast(shape.get(0), shape.get(1), to - from, width);
                    NDArray part = all.get(new NDIndex().addAllDim(2).addSliceDim(from, to));
                    NDArray scores = part.matMul(columns).gather(picked, 3); // [B, H, part, U]
                    return scores.max(new int[] {3})
                            .sub(scores.sum(new int[] {3}).div((float) length));
                }));
            }
            NDArray measure = measures.size() == 1 ? measures.get(0) : NDArrays.concat(measures, 2); // [B, H, L]
            return measure.topK(width, 2, true, false).get(1);
        }

        private static int length(NDArray x) { // [B, H, L, ...]
            return Math.toIntExact(x.getShape().get(2));
        }
    }

    /** How the zoo builds and checks Informers. */
    @AutoService(Architecture.class)
    public static final class Definition implements Architecture {

        @Override
        public String slug() {
            return "informer";
        }

        /** The keys that the reference drew: the same for every member of a batch. */
        @Override
        public List<Pattern> unbatchedInputs() {
            return List.of(Pattern.compile("samples\\.\\d+"));
        }

        @Override
        public Informer build(Configuration configuration) throws InvalidInputException {
            return new Informer(InformerSettings.of(configuration));
        }

        @Override
        public List<GraphDefinition> graphs(NamedBlock network) {
            return InformerGraphs.of((Informer) network);
        }

        @Override
        public Block runner(Backend backend, ModelFiles files) {
            return new SamplingForecast(backend);
        }

        @Override
        public Map<String, NDArray> answer(Backend backend, ReferenceCall call) throws InvalidInputException {
            Informer informer = (Informer) backend.network();
            String own = informer.settings.stacked() ? "InformerStack" : "Informer";
            if (!call.caseClass().equals(own)) {
                throw call.unknownClass(own);
            }
            NDList inputs = new NDList();
            for (String name : InformerGraphs.INPUTS) {
                inputs.add(call.input(name));
            }
            KeySampler keys = InformerGraphs.recordedKeys(call);
            try {
                informer.checkInputs(inputs);
                informer.encoderEmbedding.checkMarks("x_mark_enc", inputs.get(1));
                informer.decoderEmbedding.checkMarks("x_mark_dec", inputs.get(3));
                NDList outputs = backend.run(InformerGraphs.STAGES, InformerGraphs.inputs(informer, inputs, keys));
                return Map.of("prediction", outputs.get(0), "encoder_embedding", outputs.get(1));
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException("inputs.safetensors: " + e.getMessage(), e);
            }
        }

        @Override
        public List<TaskTranslator<?, ?>> translators(ModelFiles files) throws IOException {
            InformerSettings settings = InformerSettings.of(files.configuration());
            List<TaskTranslator<?, ?>> translators = new ArrayList<>();
            translators.add(new TaskTranslator<>(
                    Task.FORECASTING, SeriesInput.class, SeriesForecast.class, new ForecastTranslator(settings)));
            // Without the statistics of its training data a network can still be measured on standardised windows.
            Optional<Path> statistics = files.find(SeriesStatistics.FILE);
            if (statistics.isPresent()) {
                translators.add(new TaskTranslator<>(
                        Task.FORECASTING,
                        TimeSeriesData.class,
                        Forecast.class,
                        SeriesTranslator.of(
                                settings, SeriesStatistics.read(statistics.get(), settings.encoderChannels()))));
            }
            return translators;
        }
    }
}
