package org.paperzoo.zoo.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import com.google.auto.service.AutoService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.architecture.ReferenceCall;
import org.paperzoo.zoo.architecture.ReferenceGeneration;
import org.paperzoo.zoo.architecture.Slices;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.BackendBlock;
import org.paperzoo.zoo.generation.CacheLayout;
import org.paperzoo.zoo.generation.CachedEncoderDecoder;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.Activation;
import org.paperzoo.zoo.nn.AttentionMasks;
import org.paperzoo.zoo.nn.DotProductAttention;
import org.paperzoo.zoo.nn.Embedding;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.KeysAndValues;
import org.paperzoo.zoo.nn.LayerNorm;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.Past;
import org.paperzoo.zoo.task.TaskTranslator;
import org.paperzoo.zoo.text.BartConfig.Task;
import org.paperzoo.zoo.weights.NameRule;
import org.paperzoo.zoo.weights.TensorSource;

/**
 * BART, a denoising autoencoder for text (Lewis et al. 2020, <a href="https://arxiv.org/abs/1910.13461">1910.13461</a>): a
 * post-norm encoder-decoder with learned positions, alone or with a head that generates, classifies or finds answers.
 *
 * <p>Names and numbers are those of huggingface/transformers, models/bart/modeling_bart.py, which publishes what fairseq
 * trained. Letters in shapes: B batch, S source length, T target length, N rows of a decoding (B times beams), D width,
 * H heads, d width of a head, F inner width, V vocabulary.
 */
public final class Bart extends NamedBlock implements CachedEncoderDecoder {

    private final BartConfig config;
    private final Embedding shared;
    private final Encoder encoder;
    private final Decoder decoder;
    private final Linear head; // null where the embedding scores the vocabulary, or nothing does
    private final Parameter scoreBias; // null where nothing scores the vocabulary
    private final Classifier classifier; // null but for classification
    private final Linear spans; // null but for question answering

    /** Declares the network; no memory is taken. */
    public Bart(BartConfig config) {
        this.config = config;
        int vocabulary = config.vocabularySize();
        shared = child("model.shared", new Embedding(vocabulary, config.width(), config.initial()));
        alias("model.encoder.embed_tokens.weight", "model.shared.weight");
        alias("model.decoder.embed_tokens.weight", "model.shared.weight");
        if (config.tied()) {
            alias("lm_head.weight", "model.shared.weight");
        }
        encoder = child("model.encoder", new Encoder(config));
        decoder = child("model.decoder", new Decoder(config));
        scoreBias = switch (config.task()) {
            // Fine-tuning never moves this bias from zero, so a checkpoint of the bare network lacks it.
            case STATES ->
                config.generates() ? computed("final_logits_bias", InitialValues.zeros(), 1, vocabulary) : null;
            case GENERATION -> buffer("final_logits_bias", InitialValues.zeros(), 1, vocabulary);
            case CLASSIFICATION, QUESTION_ANSWERING -> null;
        };
        head = config.generates() && !config.tied()
                ? child("lm_head", Linear.withoutBias(config.width(), vocabulary, config.initial()))
                : null;
        classifier = config.task() == Task.CLASSIFICATION ? child("classification_head", new Classifier(config)) : null;
        spans = config.task() == Task.QUESTION_ANSWERING ? child("qa_outputs", config.linear(config.width(), 2)) : null;
    }

    /** The configuration that the network was built from. */
    public BartConfig config() {
        return config;
    }

    /**
     * Encodes source tokens.
     *
     * @param tokens {@code [B, S]} int64, S at most the number of positions
     * @param mask {@code [B, S]}, 1 where a token is, 0 at padding
     * @return {@code [B, S, D]}
     */
    public NDArray encode(Pass pass, NDArray tokens, NDArray mask) {
        return encoder.forward(pass, embed(pass, tokens), AttentionMasks.padding(mask));
    }

    /**
     * Decodes target tokens that are all known, as in training.
     *
     * @param states {@code [B, S, D]} from {@link #encode}
     * @param mask {@code [B, S]} that of the source
     * @param targets {@code [B, T]} int64, T at most the number of positions
     * @param targetMask {@code [B, T]}
     * @return {@code [B, T, D]}
     */
    public NDArray decode(Pass pass, NDArray states, NDArray mask, NDArray targets, NDArray targetMask) {
        return decoder.forward(
                pass,
                embed(pass, targets),
                layer -> decoder.memory(pass, layer, states),
                Past.NONE,
                AttentionMasks.padding(mask), // [B, 1, 1, S]
                AttentionMasks.causal(targetMask)); // [B, 1, T, T]
    }

    /** Scores of every token of the vocabulary, before softmax: {@code [..., D] -> [..., V]}. */
    public NDArray scores(Pass pass, NDArray states) {
        NDArray scores = head == null ? shared.scores(pass, states) : head.forward(pass, states);
        return scores.add(pass.value(scoreBias));
    }

    /**
     * Scores of the classes, before softmax, from the decoder's state at the source's last end token.
     *
     * @param tokens {@code [B, S]} int64, the source
     * @param states {@code [B, S, D]}: the decoder's, which was fed the source shifted right
     * @return {@code [B, classes]}
     */
    public NDArray classScores(Pass pass, NDArray tokens, NDArray states) {
        int length = (int) tokens.getShape().get(1);
        NDArray numbers = AttentionMasks.positions(tokens, 0, length).expandDims(0); // [1, S]
        NDArray ends = tokens.eq(config.endToken()).toType(DataType.INT64, false); // [B, S]
        NDArray last = ends.mul(numbers).argMax(1).reshape(-1, 1, 1); // [B, 1, 1]
        NDArray summary = states.gather(last.broadcast(tokens.getShape().get(0), 1, config.width()), 1); // [B, 1, D]
        return classifier.forward(pass, summary.reshape(-1, config.width()));
    }

    /** The source shifted right behind the start token: what the decoder is fed where there is no target. */
    public NDArray shiftRight(NDArray tokens) {
        NDArray start = tokens.getManager()
                .full(new Shape(tokens.getShape().get(0), 1), config.startToken(), DataType.INT64, tokens.getDevice());
        long length = tokens.getShape().get(1);
        return start.concat(tokens.get(new NDIndex().addAllDim().addSliceDim(0, length - 1)), 1); // [B, S]
    }

    /**
     * Runs source and target.
     *
     * @param inputs source tokens {@code [B, S]}, their mask, perhaps target tokens {@code [B, T]} (else the source shifted
     *     right), perhaps their mask
     * @return the head's output (scores {@code [B, T, V]}; of classes {@code [B, classes]}; of spans' starts and ends
     *     {@code [B, T, 2]}; none of a bare network), decoder states {@code [B, T, D]}, encoder states {@code [B, S, D]}
     */
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray tokens = inputs.get(0);
        NDArray mask = inputs.get(1);
        NDArray targets = inputs.size() > 2 ? inputs.get(2) : shiftRight(tokens);
        NDArray targetMask = inputs.size() > 3 ? inputs.get(3) : targets.onesLike();
        NDArray encoded = encode(pass, tokens, mask); // [B, S, D]
        NDArray decoded = decode(pass, encoded, mask, targets, targetMask); // [B, T, D]
        return switch (config.task()) {
            case CLASSIFICATION -> new NDList(classScores(pass, tokens, decoded), decoded, encoded);
            case QUESTION_ANSWERING -> new NDList(spans.forward(pass, decoded), decoded, encoded);
            case GENERATION, STATES ->
                config.generates() ? new NDList(scores(pass, decoded), decoded, encoded) : new NDList(decoded, encoded);
        };
    }

    @Override
    public int vocabularySize() {
        return config.vocabularySize();
    }

    @Override
    public boolean generates() {
        return config.generates();
    }

    @Override
    public CacheLayout cacheLayout() {
        return new CacheLayout(config.decoderLayers(), config.decoderHeads(), config.width() / config.decoderHeads());
    }

    @Override
    public int maxPositions() {
        return config.positions();
    }

    @Override
    public NDList remember(Pass pass, NDList inputs) {
        NDArray mask = inputs.get(1);
        NDList remembered = decoder.memories(pass, encode(pass, inputs.get(0), mask));
        remembered.add(AttentionMasks.padding(mask)); // [B, 1, 1, S]
        return remembered;
    }

    @Override
    public NDArray step(Pass pass, NDArray tokens, Past past, NDList remembered) {
        int first = past.length();
        int count = (int) tokens.getShape().get(1);
        // A single token looks at all before it, so that there is nothing to mask.
        NDArray[] order = count == 1 ? new NDArray[0] : new NDArray[] {AttentionMasks.causal(tokens, first, count)};
        List<KeysAndValues> memories = KeysAndValues.pairs(remembered);
        NDArray sourceMask = remembered.get(remembered.size() - 1);
        NDArray states =
                decoder.forward(pass, embed(pass, tokens), memories::get, past, sourceMask, order); // [N, L, D]
        NDArray last = states.get(new NDIndex().addAllDim().addSliceDim(count - 1, count)); // [N, 1, D]
        return scores(pass, last).reshape(-1, config.vocabularySize()); // [N, V]
    }

    private NDArray embed(Pass pass, NDArray tokens) {
        NDArray embedded = shared.forward(pass, tokens); // [B, T, D]
        return config.scaleEmbedding() ? pass.scale(embedded, (float) Math.sqrt(config.width())) : embedded;
    }

    /** Learned positions. The table's first two rows are never looked up: fairseq counted from the padding token's id. */
    private static final class Positions extends Embedding {

        private static final int OFFSET = 2;

        private final BartConfig config;

        Positions(BartConfig config) {
            super(config.positions() + OFFSET, config.width(), config.initial());
            this.config = config;
        }

        /** Adds positions {@code first …} to embedded tokens: {@code [B, T, D] -> [B, T, D]}. */
        NDArray addTo(Pass pass, NDArray embedded, int first) {
            int end = first + (int) embedded.getShape().get(1);
            config.checkLength(end);
            NDArray rows = forward(pass, AttentionMasks.positions(embedded, first + OFFSET, end + OFFSET)); // [T, D]
            return embedded.add(rows); // [B, T, D]
        }
    }

    /** The stack of encoder layers. */
    private static final class Encoder extends NamedBlock {

        private final Positions positions;
        private final List<EncoderLayer> layers = new ArrayList<>();
        private final LayerNorm norm;
        private final float dropout;

        Encoder(BartConfig config) {
            positions = child("embed_positions", new Positions(config));
            for (int i = 0; i < config.encoderLayers(); i++) {
                layers.add(child("layers." + i, new EncoderLayer(config)));
            }
            norm = child("layernorm_embedding", new LayerNorm(config.width()));
            dropout = config.dropout();
        }

        NDArray forward(Pass pass, NDArray embedded, NDArray padding) {
            NDArray placed = norm.forward(pass, positions.addTo(pass, embedded, 0)); // [B, S, D]
            NDArray states = pass.dropout(placed, dropout); // [B, S, D]
            for (EncoderLayer layer : layers) {
                states = pass.replace(states, x -> layer.forward(pass, x, padding)); // [B, S, D]
            }
            return states;
        }
    }

    /** The stack of decoder layers. */
    private static final class Decoder extends NamedBlock {

        private final Positions positions;
        private final List<DecoderLayer> layers = new ArrayList<>();
        private final LayerNorm norm;
        private final float dropout;

        Decoder(BartConfig config) {
            positions = child("embed_positions", new Positions(config));
            for (int i = 0; i < config.decoderLayers(); i++) {
                layers.add(child("layers." + i, new DecoderLayer(config)));
            }
            norm = child("layernorm_embedding", new LayerNorm(config.width()));
            dropout = config.dropout();
        }

        /** What a layer's queries find in the source. */
        KeysAndValues memory(Pass pass, int layer, NDArray states) {
            return layers.get(layer).crossAttention.memory(pass, states);
        }

        /** Keys and values of all layers in turn, each contiguous, so that no step has to copy them. */
        NDList memories(Pass pass, NDArray states) {
            NDList all = new NDList();
            for (int layer = 0; layer < layers.size(); layer++) {
                KeysAndValues memory = memory(pass, layer, states);
                all.add(DotProductAttention.contiguous(memory.keys()));
                all.add(DotProductAttention.contiguous(memory.values()));
            }
            return all;
        }

        NDArray forward(
                Pass pass,
                NDArray embedded,
                IntFunction<KeysAndValues> memory,
                Past past,
                NDArray sourceMask,
                NDArray... order) {
            NDArray placed = norm.forward(pass, positions.addTo(pass, embedded, past.length())); // [N, T, D]
            NDArray states = pass.dropout(placed, dropout); // [N, T, D]
            for (int i = 0; i < layers.size(); i++) {
                int layer = i;
                states = pass.replace(
                        states,
                        x -> layers.get(layer)
                                .forward(
                                        pass,
                                        x,
                                        own -> past.extend(layer, own),
                                        memory.apply(layer),
                                        sourceMask,
                                        order));
            }
            return states; // [N, T, D]
        }
    }

    /** Self-attention and feed-forward; each sum with its input is normalised (Vaswani et al. 2017, section 3.1). */
    private static final class EncoderLayer extends FeedForwardLayer {

        private final Attention selfAttention;
        private final LayerNorm selfAttentionNorm;
        private final float dropout;

        EncoderLayer(BartConfig config) {
            super(config, config.encoderInnerWidth());
            selfAttention = child("self_attn", new Attention(config, config.encoderHeads()));
            selfAttentionNorm = child("self_attn_layer_norm", new LayerNorm(config.width()));
            dropout = config.dropout();
        }

        NDArray forward(Pass pass, NDArray x, NDArray padding) {
            NDArray attended = selfAttention.forward(pass, x, selfAttention.memory(pass, x), padding); // [B, S, D]
            NDArray mixed = selfAttentionNorm.forward(pass, x.add(pass.dropout(attended, dropout))); // [B, S, D]
            return feedForward(pass, mixed); // [B, S, D]
        }
    }

    /** As an encoder layer, with attention to the source between the two. */
    private static final class DecoderLayer extends FeedForwardLayer {

        private final Attention selfAttention;
        private final LayerNorm selfAttentionNorm;
        private final Attention crossAttention;
        private final LayerNorm crossAttentionNorm;
        private final float dropout;

        DecoderLayer(BartConfig config) {
            super(config, config.decoderInnerWidth());
            selfAttention = child("self_attn", new Attention(config, config.decoderHeads()));
            selfAttentionNorm = child("self_attn_layer_norm", new LayerNorm(config.width()));
            crossAttention = child("encoder_attn", new Attention(config, config.decoderHeads()));
            crossAttentionNorm = child("encoder_attn_layer_norm", new LayerNorm(config.width()));
            dropout = config.dropout();
        }

        NDArray forward(
                Pass pass,
                NDArray x,
                UnaryOperator<KeysAndValues> past,
                KeysAndValues source,
                NDArray sourceMask,
                NDArray... order) {
            KeysAndValues own = past.apply(selfAttention.memory(pass, x)); // [N, H, past + T, d] each
            NDArray attended = selfAttention.forward(pass, x, own, order); // [N, T, D]
            NDArray mixed = selfAttentionNorm.forward(pass, x.add(pass.dropout(attended, dropout))); // [N, T, D]
            attended = crossAttention.forward(pass, mixed, source, sourceMask); // [N, T, D]
            mixed = crossAttentionNorm.forward(pass, mixed.add(pass.dropout(attended, dropout))); // [N, T, D]
            return feedForward(pass, mixed); // [N, T, D]
        }
    }

    /** The half that encoder and decoder layers have in common. */
    private abstract static class FeedForwardLayer extends NamedBlock {

        private final Linear inner;
        private final Linear outer;
        private final LayerNorm norm;
        private final Activation activation;
        private final float innerDropout;
        private final float dropout;

        FeedForwardLayer(BartConfig config, int innerWidth) {
            inner = child("fc1", config.linear(config.width(), innerWidth));
            outer = child("fc2", config.linear(innerWidth, config.width()));
            norm = child("final_layer_norm", new LayerNorm(config.width()));
            activation = config.activation();
            innerDropout = config.activationDropout();
            dropout = config.dropout();
        }

        final NDArray feedForward(Pass pass, NDArray x) {
            NDArray active = activation.apply(pass, inner.forward(pass, x)); // [B, T, F]
            NDArray fed = outer.forward(pass, pass.dropout(active, innerDropout)); // [B, T, D]
            return norm.forward(pass, x.add(pass.dropout(fed, dropout))); // [B, T, D]
        }
    }

    /** Multi-head attention with biases; queries are scaled by 1/sqrt(d) after their bias. */
    private static final class Attention extends NamedBlock {

        private final Linear keys;
        private final Linear values;
        private final Linear queries;
        private final Linear output;
        private final int heads;
        private final int width;
        private final float scale;
        private final float dropout;

        Attention(BartConfig config, int heads) {
            this.heads = heads;
            width = config.width();
            keys = child("k_proj", config.linear(width, width));
            values = child("v_proj", config.linear(width, width));
            queries = child("q_proj", config.linear(width, width));
            output = child("out_proj", config.linear(width, width));
            scale = (float) Math.pow(width / heads, -0.5);
            dropout = config.attentionDropout();
        }

        /** Keys and values of what is attended to: {@code [B, S, D] -> [B, H, S, d]} each. */
        KeysAndValues memory(Pass pass, NDArray x) {
            return new KeysAndValues(
                    DotProductAttention.split(keys.forward(pass, x), heads),
                    DotProductAttention.split(values.forward(pass, x), heads));
        }

        /**
         * Attends from {@code x [N, T, D]} to a memory of {@code B} rows. Where N is a multiple of B, the beams of one
         * member share its memory: they line up as further queries, and nothing is expanded.
         */
        NDArray forward(Pass pass, NDArray x, KeysAndValues memory, NDArray... biases) {
            NDArray asked =
                    pass.scale(queries.forward(pass, x), scale).reshape(memory.rows(), -1, width); // [B, N/B·T, D]
            NDArray found = DotProductAttention.attend(
                    pass, DotProductAttention.split(asked, heads), memory, dropout, biases); // [B, H, N/B·T, d]
            return output.forward(pass, DotProductAttention.merge(found).reshape(x.getShape())); // [N, T, D]
        }
    }

    /** The head for classification (section 3.1 of the paper). */
    private static final class Classifier extends NamedBlock {

        private final Linear dense;
        private final Linear output;
        private final float dropout;

        Classifier(BartConfig config) {
            dense = child("dense", config.linear(config.width(), config.width()));
            output = child("out_proj", config.linear(config.width(), config.classes()));
            dropout = config.classifierDropout();
        }

        NDArray forward(Pass pass, NDArray summary) {
            NDArray hidden = dense.forward(pass, pass.dropout(summary, dropout)).tanh(); // [B, D]
            return output.forward(pass, pass.dropout(hidden, dropout)); // [B, classes]
        }
    }

    /** How the zoo knows BART. */
    @AutoService(Architecture.class)
    public static final class Definition implements Architecture {

        private static final String PREFIX = "model.";

        @Override
        public String slug() {
            return "bart";
        }

        @Override
        public Bart build(Configuration configuration) throws InvalidInputException {
            return new Bart(BartConfig.of(configuration));
        }

        @Override
        public List<String> namings() {
            return List.of("huggingface");
        }

        /** A checkpoint of the bare network (bart-base, bart-large) has its names without the prefix. */
        @Override
        public NameRule nameRule(String naming, Configuration configuration) {
            return configuration.officialClass("").equals("BartModel")
                    ? name -> new TensorSource.Whole(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name)
                    : NameRule.IDENTITY;
        }

        /** Left over from fairseq's format by the conversion of the first releases. */
        @Override
        public List<Pattern> ignorable() {
            return List.of(Pattern.compile("(model\\.)?(encoder|decoder)\\.(version|embed_positions\\._float_tensor)"));
        }

        @Override
        public List<GraphDefinition> graphs(NamedBlock block) {
            Bart network = (Bart) block;
            int vocabulary = network.vocabularySize();
            List<String> outputs = outputs(network.config());
            List<GraphDefinition> graphs =
                    new ArrayList<>(TextGraphs.of(network, outputs, network::forward, vocabulary));
            graphs.add(TextGraphs.ofSource(outputs, network::forward, vocabulary));
            return graphs;
        }

        /** What a forward gives, under the reference's names. */
        private static List<String> outputs(BartConfig config) {
            List<String> states = List.of("decoder_last_hidden_state", "encoder_last_hidden_state");
            if (config.task() == Task.STATES && !config.generates()) {
                return states;
            }
            List<String> outputs = new ArrayList<>(List.of("logits"));
            outputs.addAll(states);
            return outputs;
        }

        @Override
        public Map<String, NDArray> answer(Backend backend, ReferenceCall call) throws InvalidInputException {
            Bart network = (Bart) backend.network();
            if (!call.variants().isEmpty()) {
                return ReferenceGeneration.answer(backend.generator(), call);
            }
            boolean withTarget = call.find("decoder_input_ids").isPresent();
            NDList outputs = backend.run(
                    withTarget ? TextGraphs.TEACHER_FORCED : TextGraphs.FORWARD,
                    TextGraphs.inputs(call, network.vocabularySize(), withTarget));
            Map<String, NDArray> answers = new LinkedHashMap<>();
            List<String> names = outputs(network.config());
            for (int i = 0; i < names.size(); i++) {
                answers.put(names.get(i), outputs.get(i));
            }
            answers.put("last_hidden_state", outputs.get(outputs.size() - 2));
            if (network.config().task() == Task.QUESTION_ANSWERING) {
                answers.put("start_logits", outputs.get(0).get("..., 0"));
                answers.put("end_logits", outputs.get(0).get("..., 1"));
            }
            return answers;
        }

        @Override
        public Block runner(Backend backend, ModelFiles files) throws IOException {
            return ((Bart) backend.network()).config().generates()
                    ? TextToText.runner(backend, files)
                    : new BackendBlock(backend, TextGraphs.FORWARD);
        }

        @Override
        public List<TaskTranslator<?, ?>> translators(ModelFiles files) throws IOException {
            BartConfig config = BartConfig.of(files.configuration());
            return config.task() == Task.CLASSIFICATION
                    ? PairClassification.translators(files, config.classes())
                    : TextToText.translators(files);
        }

        @Override
        public NDArray stored(String output, NDArray value, Shape expected) {
            // Generated sequences are compared whole: a slice would hide a token too many.
            return output.endsWith(".sequences") ? value : Slices.trailing(value, expected, 1);
        }
    }
}
