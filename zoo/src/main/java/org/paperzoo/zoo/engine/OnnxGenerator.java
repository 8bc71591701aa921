package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.paperzoo.zoo.generation.CacheLayout;
import org.paperzoo.zoo.generation.CachedEncoderDecoder;
import org.paperzoo.zoo.generation.Decoding;
import org.paperzoo.zoo.generation.DecodingGraphs;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.NativeTensor;
import org.paperzoo.zoo.onnx.OnnxOutputs;
import org.paperzoo.zoo.onnx.OnnxSession;
import org.paperzoo.zoo.onnx.OnnxType;
import org.paperzoo.zoo.onnx.OnnxValueInfo;

/**
 * Generation over the encoder's and the decoder's session. What the encoder remembered and the decoder's cache stay in
 * the runtime's memory: what one step gives is what the next takes.
 */
final class OnnxGenerator implements EncoderDecoder {

    private final CachedEncoderDecoder network;
    private final OnnxBackend backend;

    private OnnxGenerator(CachedEncoderDecoder network, OnnxBackend backend) {
        this.network = network;
        this.backend = backend;
    }

    static OnnxGenerator of(NamedBlock network, OnnxBackend backend) {
        if (network instanceof CachedEncoderDecoder generator && generator.generates()) {
            return new OnnxGenerator(generator, backend);
        }
        throw new IllegalStateException(network.getClass().getSimpleName() + " does not generate");
    }

    @Override
    public int vocabularySize() {
        return network.vocabularySize();
    }

    @Override
    public Decoding decode(NDList inputs, int beams, int maxLength) {
        network.requireLength(maxLength);
        try {
            NDManager manager = inputs.head().getManager();
            OnnxSession encoder = backend.session(DecodingGraphs.ENCODER);
            if (inputs.size() != encoder.inputs().size()) {
                throw new IllegalArgumentException("the encoder takes "
                        + encoder.inputs().stream().map(OnnxValueInfo::name).toList() + ", not " + inputs.size()
                        + " arrays");
            }
            Map<String, NDArray> named = new HashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                named.put(encoder.inputs().get(i).name(), inputs.get(i));
            }
            Set<String> remembered =
                    names(DecodingGraphs.REMEMBERED, encoder.outputs().size());
            OnnxOutputs encoded = encoder.run(manager, named, Map.of(), Set.of(), remembered);
            long rows = inputs.head().getShape().get(0) * beams;
            try {
                return new Steps(manager, rows, maxLength, encoded.handles());
            } catch (IOException | RuntimeException e) {
                encoded.handles().values().forEach(NativeTensor::close);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> names(String group, int count) {
        Set<String> names = new HashSet<>();
        IntStream.range(0, count).forEach(i -> names.add(group + "." + i));
        return names;
    }

    private final class Steps implements Decoding {

        private final NDManager manager;
        private final long rows;
        private final int maxLength;
        private final int cached;
        private final Map<String, NativeTensor> remembered;
        private final Map<String, NativeTensor> cache = new HashMap<>();
        private final OnnxSession decoder;
        private int length;
        private boolean closed;

        Steps(NDManager manager, long rows, int maxLength, Map<String, NativeTensor> remembered) throws IOException {
            this.manager = manager;
            this.rows = rows;
            this.maxLength = maxLength;
            this.remembered = remembered;
            CacheLayout layout = network.cacheLayout();
            cached = 2 * layout.layers();
            decoder = backend.session(DecodingGraphs.DECODER);
            OnnxType type = decoder.inputs().stream()
                    .filter(input -> input.name().equals(DecodingGraphs.PAST + ".0"))
                    .findFirst()
                    .orElseThrow()
                    .type();
            for (int i = 0; i < cached; i++) {
                cache.put(
                        DecodingGraphs.PAST + "." + i,
                        NativeTensor.empty(type, rows, layout.heads(), 0, layout.headWidth()));
            }
        }

        @Override
        public NDArray step(NDArray tokens) {
            if (closed) {
                throw new IllegalStateException("the decoding is closed");
            }
            int after = Decoding.lengthAfter(tokens.getShape(), rows, length, maxLength);
            Map<String, NativeTensor> handles = new HashMap<>(remembered);
            handles.putAll(cache);
            NDArray scores = advance(decoder, Map.of("tokens", tokens), handles, Set.of(DecodingGraphs.SCORES))
                    .get(DecodingGraphs.SCORES);
            length = after;
            return scores;
        }

        @Override
        public void reorder(int[] sources) {
            long[] wide = IntStream.of(sources).asLongStream().toArray();
            try (NDArray taken = manager.create(wide)) {
                advance(backend.session(DecodingGraphs.REORDER), Map.of("sources", taken), cache, Set.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Runs a session that gives a new cache, and lets it take the old one's place. */
        private Map<String, NDArray> advance(
                OnnxSession session,
                Map<String, NDArray> arrays,
                Map<String, NativeTensor> handles,
                Set<String> fetched) {
            try {
                OnnxOutputs outputs =
                        session.run(manager, arrays, handles, fetched, names(DecodingGraphs.PRESENT, cached));
                cache.values().forEach(NativeTensor::close);
                for (int i = 0; i < cached; i++) {
                    cache.put(DecodingGraphs.PAST + "." + i, outputs.handles().get(DecodingGraphs.PRESENT + "." + i));
                }
                return outputs.arrays();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                remembered.values().forEach(NativeTensor::close);
                cache.values().forEach(NativeTensor::close);
            }
        }
    }
}
