package org.paperzoo.zoo.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
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
import org.paperzoo.zoo.generation.CachedDecoding;
import org.paperzoo.zoo.generation.CachedEncoderDecoder;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.Activation;
import org.paperzoo.zoo.nn.AttentionMasks;
import org.paperzoo.zoo.nn.DotProductAttention;
import org.paperzoo.zoo.nn.Embedding;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.KeysAndValues;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.Past;
import org.paperzoo.zoo.nn.RmsNorm;
import org.paperzoo.zoo.task.TaskTranslator;
import org.paperzoo.zoo.text.T5Config.Part;

/**
 * T5, the text-to-text transformer (Raffel et al. 2020, <a href="https://arxiv.org/abs/1910.10683">1910.10683</a>), and
 * what was trained on its architecture: T5 v1.1, Flan-T5, CodeT5 (Wang et al. 2021,
 * <a href="https://arxiv.org/abs/2109.00859">2109.00859</a>) and CodeT5+ 220m and 770m.
 *
 * <p>A pre-norm encoder-decoder without absolute positions and without biases. Names and numbers are those of
 * huggingface/transformers, models/t5/modeling_t5.py. Letters in shapes: B batch, S source length, T target length, N
 * rows of a decoding (B times beams), D width, H heads, d width of a head, F inner width, V vocabulary.
 */
public final class T5 extends NamedBlock implements CachedEncoderDecoder {

    private final T5Config config;
    private final Embedding shared;
    private final Encoder encoder;
    private final Decoder decoder; // null in an encoder alone
    private final Linear head; // null where the embedding scores the vocabulary, or nothing does

    /** Declares the network; no memory is taken. */
    public T5(T5Config config) {
        this.config = config;
        double factor = config.initializerFactor();
        shared = child("shared", new Embedding(config.vocabularySize(), config.width(), InitialValues.normal(factor)));
        alias("encoder.embed_tokens.weight", "shared.weight");
        encoder = child("encoder", new Encoder(config));
        if (config.part() == Part.ENCODER) {
            decoder = null;
            head = null;
            return;
        }
        alias("decoder.embed_tokens.weight", "shared.weight");
        decoder = child("decoder", new Decoder(config));
        if (config.tied()) {
            alias("lm_head.weight", "shared.weight");
            head = null;
        } else if (config.part() == Part.WHOLE) {
            head = child(
                    "lm_head",
                    Linear.withoutBias(config.width(), config.vocabularySize(), InitialValues.normal(factor)));
        } else {
            head = null;
        }
    }

    /** The configuration that the network was built from. */
    public T5Config config() {
        return config;
    }

    /**
     * Encodes source tokens.
     *
     * @param tokens {@code [B, S]} int64
     * @param mask {@code [B, S]}, 1 where a token is, 0 at padding
     * @return {@code [B, S, D]}
     */
    public NDArray encode(Pass pass, NDArray tokens, NDArray mask) {
        return encoder.forward(pass, shared.forward(pass, tokens), mask);
    }

    /**
     * Decodes target tokens that are all known, as in training.
     *
     * @param states {@code [B, S, D]} from {@link #encode}
     * @param mask {@code [B, S]} that of the source
     * @param targets {@code [B, T]} int64
     * @param targetMask {@code [B, T]}
     * @return {@code [B, T, D]}; {@link #scores} makes vocabulary scores of it
     */
    public NDArray decode(Pass pass, NDArray states, NDArray mask, NDArray targets, NDArray targetMask) {
        int length = (int) targets.getShape().get(1);
        NDArray position = decoder.positions.forward(pass, targets, 0, length, length); // [1, H, T, T]
        return decoder.forward(
                pass,
                shared.forward(pass, targets),
                layer -> decoder.memory(pass, layer, states),
                Past.NONE,
                position.add(AttentionMasks.causal(targetMask)), // [B, H, T, T]
                AttentionMasks.padding(mask)); // [B, 1, 1, S]
    }

    /** Scores of every token of the vocabulary, before softmax: {@code [..., D] -> [..., V]}. */
    public NDArray scores(Pass pass, NDArray states) {
        if (head != null) {
            return head.forward(pass, states);
        }
        // Where the embedding scores too, states are scaled by width^-1/2 as in the original Mesh TensorFlow code.
        return shared.scores(pass, pass.scale(states, (float) Math.pow(config.width(), -0.5)));
    }

    /**
     * Runs source and target.
     *
     * @param inputs source tokens {@code [B, S]}, their mask, target tokens {@code [B, T]}, perhaps their mask
     * @return scores {@code [B, T, V]} if the network has any, decoder states {@code [B, T, D]}, encoder states
     *     {@code [B, S, D]}; of an encoder alone its states
     */
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray mask = inputs.get(1);
        NDArray encoded = encode(pass, inputs.get(0), mask); // [B, S, D]
        if (decoder == null) {
            return new NDList(encoded);
        }
        NDArray targets = inputs.get(2);
        NDArray targetMask = inputs.size() > 3 ? inputs.get(3) : targets.onesLike();
        NDArray decoded = decode(pass, encoded, mask, targets, targetMask); // [B, T, D]
        return config.part() == Part.WHOLE
                ? new NDList(scores(pass, decoded), decoded, encoded)
                : new NDList(decoded, encoded);
    }

    @Override
    public int vocabularySize() {
        return config.vocabularySize();
    }

    @Override
    public boolean generates() {
        return config.part() == Part.WHOLE;
    }

    @Override
    public CacheLayout cacheLayout() {
        return new CacheLayout(config.decoderLayers(), config.heads(), config.headWidth());
    }

    @Override
    public int maxPositions() {
        return Integer.MAX_VALUE;
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
        NDArray position = decoder.positions.forward(pass, tokens, first, count, first + count); // [1, H, L, first + L]
        return step(pass, tokens, past, remembered, position.add(AttentionMasks.causal(tokens, first, count)));
    }

    /** A single token looks at all before it, and its bias is cut from one row: computing it costs as much as a layer. */
    @Override
    public CachedDecoding.Step steps(Pass pass, NDList remembered, int maxLength, NDManager manager) {
        // The bias depends on the distance alone, so the last query's row holds, at its end, that of every other.
        NDArray lastRow = pass.scoped(() -> decoder.positions.forward(
                pass, remembered.head(), maxLength - 1, 1, maxLength)); // [1, H, 1, maxLength]
        NDScope.unregister(lastRow);
        lastRow.attach(manager);
        return (token, past) -> {
            if (token.getShape().get(1) > 1) {
                return step(pass, token, past, remembered);
            }
            NDIndex seen = new NDIndex().addAllDim(3).addSliceDim(maxLength - past.length() - 1, maxLength);
            return step(pass, token, past, remembered, lastRow.get(seen));
        };
    }

    private NDArray step(Pass pass, NDArray tokens, Past past, NDList remembered, NDArray selfBias) {
        long count = tokens.getShape().get(1);
        List<KeysAndValues> memories = KeysAndValues.pairs(remembered);
        NDArray sourceMask = remembered.get(remembered.size() - 1);
        NDArray states = decoder.forward(
                pass, shared.forward(pass, tokens), memories::get, past, selfBias, sourceMask); // [N, L, D]
        NDArray last = states.get(new NDIndex().addAllDim().addSliceDim(count - 1, count)); // [N, 1, D]
        return scores(pass, last).reshape(-1, config.vocabularySize()); // [N, V]
    }

    /** The stack of encoder layers. */
    private static final class Encoder extends NamedBlock {

        private final List<EncoderLayer> layers = new ArrayList<>();
        private final RelativePositionBias positions;
        private final RmsNorm norm;
        private final float dropout;

        Encoder(T5Config config) {
            for (int i = 0; i < config.encoderLayers(); i++) {
                layers.add(child("block." + i, new EncoderLayer(config)));
            }
            // One table for all layers; the checkpoint keeps it in the first one.
            positions = child(
                    "block.0.layer.0.SelfAttention.relative_attention_bias", new RelativePositionBias(config, true));
            norm = child("final_layer_norm", new RmsNorm(config.width(), config.epsilon()));
            dropout = config.dropout();
        }

        NDArray forward(Pass pass, NDArray embedded, NDArray mask) {
            int length = (int) embedded.getShape().get(1);
            NDArray position = positions.forward(pass, embedded, 0, length, length); // [1, H, S, S]
            NDArray padding = AttentionMasks.padding(mask); // [B, 1, 1, S]
            NDArray states = pass.dropout(embedded, dropout); // [B, S, D]
            for (EncoderLayer layer : layers) {
                states = pass.replace(states, x -> layer.forward(pass, x, position, padding)); // [B, S, D]
            }
            return pass.dropout(norm.forward(pass, states), dropout); // [B, S, D]
        }
    }

    /** The stack of decoder layers. */
    private static final class Decoder extends NamedBlock {

        private final List<DecoderLayer> layers = new ArrayList<>();
        private final RelativePositionBias positions;
        private final RmsNorm norm;
        private final float dropout;

        Decoder(T5Config config) {
            for (int i = 0; i < config.decoderLayers(); i++) {
                layers.add(child("block." + i, new DecoderLayer(config)));
            }
            positions = child(
                    "block.0.layer.0.SelfAttention.relative_attention_bias", new RelativePositionBias(config, false));
            norm = child("final_layer_norm", new RmsNorm(config.width(), config.epsilon()));
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
                NDArray selfBias,
                NDArray sourceMask) {
            NDArray states = pass.dropout(embedded, dropout); // [N, T, D]
            for (int i = 0; i < layers.size(); i++) {
                int number = i;
                states = pass.replace(
                        states,
                        x -> layers.get(number)
                                .forward(
                                        pass,
                                        x,
                                        fresh -> past.extend(number, fresh),
                                        memory.apply(number),
                                        selfBias,
                                        sourceMask)); // [N, T, D]
            }
            return pass.dropout(norm.forward(pass, states), dropout); // [N, T, D]
        }
    }

    /** Self-attention and feed-forward, each added to what it normalised (section 2.1 of the paper). */
    private static final class EncoderLayer extends NamedBlock {

        private final Attention selfAttention;
        private final RmsNorm selfAttentionNorm;
        private final FeedForward feedForward;
        private final RmsNorm feedForwardNorm;
        private final float dropout;

        EncoderLayer(T5Config config) {
            selfAttention = child("layer.0.SelfAttention", new Attention(config));
            selfAttentionNorm = child("layer.0.layer_norm", new RmsNorm(config.width(), config.epsilon()));
            feedForward = child("layer.1.DenseReluDense", new FeedForward(config));
            feedForwardNorm = child("layer.1.layer_norm", new RmsNorm(config.width(), config.epsilon()));
            dropout = config.dropout();
        }

        NDArray forward(Pass pass, NDArray x, NDArray position, NDArray padding) {
            NDArray normed = selfAttentionNorm.forward(pass, x); // [B, S, D]
            KeysAndValues own = selfAttention.memory(pass, normed); // [B, H, S, d] each
            NDArray attended = selfAttention.forward(pass, normed, own, position, padding); // [B, S, D]
            NDArray mixed = x.add(pass.dropout(attended, dropout)); // [B, S, D]
            NDArray fed = feedForward.forward(pass, feedForwardNorm.forward(pass, mixed)); // [B, S, D]
            return mixed.add(pass.dropout(fed, dropout)); // [B, S, D]
        }
    }

    /** As an encoder layer, with attention to the source between the two. */
    private static final class DecoderLayer extends NamedBlock {

        private final Attention selfAttention;
        private final RmsNorm selfAttentionNorm;
        private final Attention crossAttention;
        private final RmsNorm crossAttentionNorm;
        private final FeedForward feedForward;
        private final RmsNorm feedForwardNorm;
        private final float dropout;

        DecoderLayer(T5Config config) {
            selfAttention = child("layer.0.SelfAttention", new Attention(config));
            selfAttentionNorm = child("layer.0.layer_norm", new RmsNorm(config.width(), config.epsilon()));
            crossAttention = child("layer.1.EncDecAttention", new Attention(config));
            crossAttentionNorm = child("layer.1.layer_norm", new RmsNorm(config.width(), config.epsilon()));
            feedForward = child("layer.2.DenseReluDense", new FeedForward(config));
            feedForwardNorm = child("layer.2.layer_norm", new RmsNorm(config.width(), config.epsilon()));
            dropout = config.dropout();
        }

        NDArray forward(
                Pass pass,
                NDArray x,
                UnaryOperator<KeysAndValues> past,
                KeysAndValues source,
                NDArray selfBias,
                NDArray sourceMask) {
            NDArray normed = selfAttentionNorm.forward(pass, x); // [N, T, D]
            KeysAndValues own = past.apply(selfAttention.memory(pass, normed)); // [N, H, past + T, d] each
            NDArray attended = selfAttention.forward(pass, normed, own, selfBias); // [N, T, D]
            NDArray mixed = x.add(pass.dropout(attended, dropout)); // [N, T, D]
            normed = crossAttentionNorm.forward(pass, mixed); // [N, T, D]
            attended = crossAttention.forward(pass, normed, source, sourceMask); // [N, T, D]
            mixed = mixed.add(pass.dropout(attended, dropout)); // [N, T, D]
            NDArray fed = feedForward.forward(pass, feedForwardNorm.forward(pass, mixed)); // [N, T, D]
            return mixed.add(pass.dropout(fed, dropout)); // [N, T, D]
        }
    }

    /** Multi-head attention without biases and without scaling by sqrt(d): the initial values of q make up for it. */
    private static final class Attention extends NamedBlock {

        private final Linear queries;
        private final Linear keys;
        private final Linear values;
        private final Linear output;
        private final int heads;
        private final long inner;
        private final float dropout;

        Attention(T5Config config) {
            heads = config.heads();
            inner = (long) heads * config.headWidth(); // not the width of the network in some checkpoints
            long width = config.width();
            double factor = config.initializerFactor();
            queries = child("q", projection(width, inner, factor * Math.pow(width * config.headWidth(), -0.5)));
            keys = child("k", projection(width, inner, factor * Math.pow(width, -0.5)));
            values = child("v", projection(width, inner, factor * Math.pow(width, -0.5)));
            output = child("o", projection(inner, width, factor * Math.pow(inner, -0.5)));
            dropout = config.dropout();
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
            Shape shape = x.getShape();
            NDArray asked = queries.forward(pass, x).reshape(memory.rows(), -1, inner); // [B, N/B·T, H·d]
            NDArray found = DotProductAttention.attend(
                    pass, DotProductAttention.split(asked, heads), memory, dropout, biases); // [B, H, N/B·T, d]
            NDArray merged = DotProductAttention.merge(found).reshape(shape.get(0), shape.get(1), inner);
            return output.forward(pass, merged); // [N, T, D]
        }
    }

    /** Two maps with an activation between; gated in v1.1 (Shazeer 2020), where another map multiplies the activation. */
    private static final class FeedForward extends NamedBlock {

        private final Linear inner;
        private final Linear gated; // null without gate
        private final Linear output;
        private final Activation activation;
        private final float dropout;

        FeedForward(T5Config config) {
            long width = config.width();
            long innerWidth = config.innerWidth();
            double deviation = config.initializerFactor() * Math.pow(width, -0.5);
            inner = child(config.gated() ? "wi_0" : "wi", projection(width, innerWidth, deviation));
            gated = config.gated() ? child("wi_1", projection(width, innerWidth, deviation)) : null;
            output =
                    child("wo", projection(innerWidth, width, config.initializerFactor() * Math.pow(innerWidth, -0.5)));
            activation = config.activation();
            dropout = config.dropout();
        }

        NDArray forward(Pass pass, NDArray x) {
            NDArray active = activation.apply(pass, inner.forward(pass, x)); // [B, T, F]
            if (gated != null) {
                active = active.mul(gated.forward(pass, x)); // [B, T, F]
            }
            return output.forward(pass, pass.dropout(active, dropout)); // [B, T, D]
        }
    }

    /**
     * A learned bias of attention scores for every head and every bucket of distances: short distances have a bucket each,
     * longer ones share buckets that widen logarithmically up to the largest distance (section 2.1).
     */
    private static final class RelativePositionBias extends Embedding {

        private final boolean bothWays;
        private final int buckets;
        private final int maxDistance;

        RelativePositionBias(T5Config config, boolean bothWays) {
            super(
                    config.buckets(),
                    config.heads(),
                    InitialValues.normal(config.initializerFactor() * Math.pow(config.width(), -0.5)));
            this.bothWays = bothWays;
            buckets = bothWays ? config.buckets() / 2 : config.buckets();
            maxDistance = config.maxDistance();
        }

        /** The bias of queries {@code first … first + count - 1} for keys {@code 0 … keys - 1}: {@code [1, H, count, keys]}. */
        NDArray forward(Pass pass, NDArray like, int first, int count, int keys) {
            return pass.scoped(() -> {
                NDArray query =
                        AttentionMasks.positions(like, first, first + count).reshape(count, 1);
                NDArray key = AttentionMasks.positions(like, 0, keys).reshape(1, keys);
                NDArray bucket = bucket(key.sub(query)); // [count, keys]
                return forward(pass, bucket).transpose(2, 0, 1).expandDims(0); // [1, H, count, keys]
            });
        }

        /** Buckets of key positions relative to the query's: {@code _relative_position_bucket} of the reference. */
        private NDArray bucket(NDArray relative) {
            NDArray distance = bothWays ? relative.abs() : relative.minimum(0).neg();
            int exact = buckets / 2;
            // In float32, as the reference: at a bucket's edge one rounding decides.
            NDArray logarithm = distance.maximum(1)
                    .toType(DataType.FLOAT32, false)
                    .div(exact)
                    .log()
                    .div((float) Math.log((double) maxDistance / exact))
                    .mul(buckets - exact);
            NDArray wide = logarithm.toType(DataType.INT64, false).add(exact).minimum(buckets - 1);
            NDArray bucket = NDArrays.where(distance.lt(exact), distance, wide);
            return bothWays
                    ? bucket.add(relative.gt(0).toType(DataType.INT64, false).mul(buckets))
                    : bucket;
        }
    }

    private static Linear projection(long in, long out, double deviation) {
        return Linear.withoutBias(in, out, InitialValues.normal(deviation));
    }

    /** How the zoo knows T5. */
    @AutoService(Architecture.class)
    public static final class Definition implements Architecture {

        @Override
        public String slug() {
            return "t5";
        }

        @Override
        public T5 build(Configuration configuration) throws InvalidInputException {
            return new T5(T5Config.of(configuration));
        }

        @Override
        public List<String> namings() {
            return List.of("huggingface");
        }

        /** The first release gave cross-attention a position bias too, which no code ever used. */
        @Override
        public List<Pattern> ignorable() {
            return List.of(Pattern.compile(
                    "decoder\\.block\\.0\\.layer\\.1\\.EncDecAttention\\.relative_attention_bias\\.weight"));
        }

        @Override
        public List<GraphDefinition> graphs(NamedBlock block) {
            T5 network = (T5) block;
            List<String> outputs = outputs(network.config().part());
            return network.config().part() == Part.ENCODER
                    ? List.of(TextGraphs.ofSource(outputs, network::forward, network.vocabularySize()))
                    : TextGraphs.of(network, outputs, network::forward, network.vocabularySize());
        }

        /** What a forward gives, under the reference's names. */
        private static List<String> outputs(Part part) {
            return switch (part) {
                case ENCODER -> List.of("encoder_last_hidden_state");
                case STATES -> List.of("decoder_last_hidden_state", "encoder_last_hidden_state");
                case WHOLE -> List.of("logits", "decoder_last_hidden_state", "encoder_last_hidden_state");
            };
        }

        @Override
        public Map<String, NDArray> answer(Backend backend, ReferenceCall call) throws InvalidInputException {
            T5 network = (T5) backend.network();
            if (!call.variants().isEmpty()) {
                return ReferenceGeneration.answer(backend.generator(), call);
            }
            Part part = network.config().part();
            NDList outputs = backend.run(
                    part == Part.ENCODER ? TextGraphs.FORWARD : TextGraphs.TEACHER_FORCED,
                    TextGraphs.inputs(call, network.vocabularySize(), part != Part.ENCODER));
            Map<String, NDArray> answers = new LinkedHashMap<>();
            List<String> names = outputs(part);
            for (int i = 0; i < names.size(); i++) {
                answers.put(names.get(i), outputs.get(i));
            }
            answers.put("last_hidden_state", outputs.get(part == Part.WHOLE ? 1 : 0));
            return answers;
        }

        @Override
        public Block runner(Backend backend, ModelFiles files) throws IOException {
            return switch (((T5) backend.network()).config().part()) {
                case WHOLE -> TextToText.runner(backend, files);
                case STATES -> new BackendBlock(backend, TextGraphs.TEACHER_FORCED);
                case ENCODER -> new BackendBlock(backend, TextGraphs.FORWARD);
            };
        }

        @Override
        public List<TaskTranslator<?, ?>> translators(ModelFiles files) throws IOException {
            return TextToText.translators(files);
        }

        @Override
        public NDArray stored(String output, NDArray value, Shape expected) {
            // Generated tokens are stored whole: one too many is a difference.
            return output.endsWith(".sequences") ? value : Slices.trailing(value, expected, 1);
        }
    }
}
