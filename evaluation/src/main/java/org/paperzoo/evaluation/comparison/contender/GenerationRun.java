package org.paperzoo.evaluation.comparison.contender;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.paperzoo.evaluation.comparison.Setting;
import org.paperzoo.evaluation.comparison.Work;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.NativeCalls;
import org.paperzoo.zoo.generation.CachedEncoderDecoder;
import org.paperzoo.zoo.generation.DecodingGraphs;
import org.paperzoo.zoo.generation.GeneratedBatch;
import org.paperzoo.zoo.generation.GenerationOptions;
import org.paperzoo.zoo.generation.GenerationWork;
import org.paperzoo.zoo.generation.Generator;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;

/**
 * A run that generates: greedy search or beam search over sources of one length, for a number of tokens that no end token
 * cuts short. Outputs are the best sequence of each source, and its score.
 */
final class GenerationRun implements ModelRun {

    private static final String SOURCE_LENGTH = "source_length";
    private static final int USUAL_LENGTH = 128;
    private static final int USUAL_NEW_TOKENS = 32;

    private final CachedEncoderDecoder network;
    private final GraphDefinition encoder;
    private final int startToken;

    private GenerationRun(CachedEncoderDecoder network, GraphDefinition encoder, int startToken) {
        this.network = network;
        this.encoder = encoder;
        this.startToken = startToken;
    }

    static GenerationRun of(Configuration configuration, NamedBlock network, List<GraphDefinition> definitions)
            throws IOException {
        return new GenerationRun(
                (CachedEncoderDecoder) network,
                GraphDefinition.find(definitions, DecodingGraphs.ENCODER),
                GenerationOptions.of(configuration).decoderStartTokenId().orElse(0));
    }

    @Override
    public Map<String, Integer> usualSizes() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put(LENGTH, Math.min(USUAL_LENGTH, network.maxPositions()));
        sizes.put(NEW_TOKENS, Math.min(USUAL_NEW_TOKENS, network.maxPositions()));
        sizes.put(BEAMS, 1);
        return sizes;
    }

    @Override
    public void check(Setting setting) {
        for (String size : List.of(LENGTH, NEW_TOKENS)) {
            if (setting.size(size) > network.maxPositions()) {
                throw new IllegalArgumentException(size + " " + setting.size(size)
                        + " is too large; the network has positions for " + network.maxPositions());
            }
        }
        if (setting.size(BEAMS) > network.vocabularySize()) {
            throw new IllegalArgumentException(BEAMS + " " + setting.size(BEAMS) + " are more than the vocabulary's "
                    + network.vocabularySize() + " tokens");
        }
    }

    @Override
    public NDList inputs(NDManager manager, Setting setting) {
        return encoder.example(manager, Map.of(Setting.BATCH, setting.batch(), SOURCE_LENGTH, setting.size(LENGTH)));
    }

    @Override
    public Function<NDList, NDList> on(Backend backend, Setting setting) {
        GenerationOptions options = GenerationOptions.builder()
                .decoderStartTokenId(startToken)
                .numBeams(setting.size(BEAMS))
                .maxNewTokens(setting.size(NEW_TOKENS))
                .build();
        Generator generator = new Generator(backend.generator(), options);
        return inputs -> GeneratedBatch.of(
                generator.generate(inputs), options, inputs.head().getManager());
    }

    @Override
    public long nativeCalls(EngineName engine) {
        return engine == EngineName.TORCHSCRIPT
                ? NativeCalls.ofTorchScriptStep()
                : NativeCalls.ofOnnxStep(network.cacheLayout());
    }

    @Override
    public long nativeCallsOfBlocks(NamedBlock loaded, List<GraphDefinition> definitions, NDManager manager) {
        return NativeCalls.ofBlocks(loaded, GraphDefinition.find(definitions, DecodingGraphs.DECODER), manager);
    }

    @Override
    public Function<Setting, Work> work(NamedBlock loaded, List<GraphDefinition> definitions, NDManager manager) {
        GenerationWork count = GenerationWork.of(loaded, definitions, manager);
        return setting -> ModelRun.of(count.at(shapes(setting), setting.size(BEAMS), setting.size(NEW_TOKENS)));
    }
}
