package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.generation.CacheLayout;
import org.paperzoo.zoo.generation.CachedEncoderDecoder;
import org.paperzoo.zoo.generation.Decoding;
import org.paperzoo.zoo.generation.DecodingGraphs;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.torchscript.TensorList;
import org.paperzoo.zoo.torchscript.TorchScriptModule;

/**
 * Generation over the encoder and decoder of a TorchScript module. What the encoder remembered and the cache of the
 * decoder are lists of tensors that stay in native memory; a step is one native call that changes the cache's list.
 */
final class TorchScriptGenerator implements EncoderDecoder {

    private final CachedEncoderDecoder network;
    private final TorchScriptModule module;
    private final boolean oneDnn;

    private TorchScriptGenerator(CachedEncoderDecoder network, TorchScriptModule module, boolean oneDnn) {
        this.network = network;
        this.module = module;
        this.oneDnn = oneDnn;
    }

    static TorchScriptGenerator of(NamedBlock network, TorchScriptModule module, boolean oneDnn) {
        if (network instanceof CachedEncoderDecoder generator && generator.generates()) {
            return new TorchScriptGenerator(generator, module, oneDnn);
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
        TensorList remembered = module.runToList(Exporter.method(DecodingGraphs.ENCODER, oneDnn), inputs.toArray());
        NDManager manager = inputs.head().getManager();
        long rows = inputs.head().getShape().get(0) * beams;
        try {
            return new Steps(manager, rows, maxLength, remembered, emptyCache(manager, rows));
        } catch (RuntimeException e) {
            remembered.close();
            throw e;
        }
    }

    private TensorList emptyCache(NDManager manager, long rows) {
        CacheLayout layout = network.cacheLayout();
        try (NDArray empty = manager.zeros(new Shape(rows, layout.heads(), 0, layout.headWidth()))) {
            return TensorList.of(
                    IntStream.range(0, 2 * layout.layers()).mapToObj(i -> empty).toArray(NDArray[]::new));
        }
    }

    private final class Steps implements Decoding {

        private final NDManager manager;
        private final long rows;
        private final int maxLength;
        private final TensorList remembered;
        private final TensorList cache;
        private int length;
        private boolean closed;

        Steps(NDManager manager, long rows, int maxLength, TensorList remembered, TensorList cache) {
            this.manager = manager;
            this.rows = rows;
            this.maxLength = maxLength;
            this.remembered = remembered;
            this.cache = cache;
        }

        @Override
        public NDArray step(NDArray tokens) {
            if (closed) {
                throw new IllegalStateException("the decoding is closed");
            }
            length = Decoding.lengthAfter(tokens.getShape(), rows, length, maxLength);
            return module.run(Exporter.method(DecodingGraphs.DECODER, oneDnn), manager, tokens, cache, remembered)
                    .singletonOrThrow(); // [N, V]
        }

        @Override
        public void reorder(int[] sources) {
            long[] wide = IntStream.of(sources).asLongStream().toArray();
            try (NDArray rowsTaken = manager.create(wide)) {
                module.run(Exporter.method(DecodingGraphs.REORDER, oneDnn), manager, rowsTaken, cache)
                        .close();
            }
        }

        @Override
        public void close() {
            closed = true;
            remembered.close();
            cache.close();
        }
    }
}
