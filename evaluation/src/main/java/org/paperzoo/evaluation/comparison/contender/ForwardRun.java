package org.paperzoo.evaluation.comparison.contender;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.paperzoo.evaluation.comparison.Setting;
import org.paperzoo.evaluation.comparison.Work;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.NativeCalls;
import org.paperzoo.zoo.generation.CachedEncoderDecoder;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.graph.WorkCount;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.timeseries.Informer;
import org.paperzoo.zoo.timeseries.InformerSettings;

/** A run that is one forward of a graph: of a detector, a forecaster, a classifier. */
final class ForwardRun implements ModelRun {

    /** What a setting calls the sizes of graphs: all sequences of a text are of one length. */
    private static final Map<String, String> SIZES = Map.of(
            "batch", Setting.BATCH,
            "source_length", LENGTH,
            "target_length", LENGTH,
            "encoder_length", LENGTH,
            "height", HEIGHT,
            "width", WIDTH);

    /** Usual values where the network names none of its own; a picture of 480 x 640 is a quarter of what DETR's paper uses. */
    private static final Map<String, Integer> USUAL = Map.of(LENGTH, 128, HEIGHT, 480, WIDTH, 640);

    private final NamedBlock network;
    private final GraphDefinition definition;
    private final Map<String, Integer> usual = new LinkedHashMap<>();

    private ForwardRun(NamedBlock network, GraphDefinition definition) {
        this.network = network;
        this.definition = definition;
        for (String size : definition.sizes().keySet()) {
            String shown = SIZES.get(size);
            if (shown != null && !shown.equals(Setting.BATCH)) {
                usual.put(shown, Math.min(USUAL.get(shown), mostLength()));
            }
        }
        if (network instanceof Informer informer) {
            usual.put(LENGTH, informer.settings().inputLength());
        }
    }

    /** The first graph that the network exports. */
    static ForwardRun of(NamedBlock network, List<GraphDefinition> definitions) {
        GraphDefinition first = definitions.stream()
                .filter(GraphDefinition::exported)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(network.getClass().getSimpleName() + " exports no graph"));
        return new ForwardRun(network, first);
    }

    private int mostLength() {
        if (network instanceof Informer) {
            return InformerSettings.LONGEST;
        }
        return network instanceof CachedEncoderDecoder text ? text.maxPositions() : Integer.MAX_VALUE;
    }

    @Override
    public Map<String, Integer> usualSizes() {
        return usual;
    }

    @Override
    public void check(Setting setting) {
        definition.sizes().forEach((size, free) -> {
            String shown = SIZES.get(size);
            if (shown != null && setting.size(shown) < free.least()) {
                throw new IllegalArgumentException(
                        shown + " " + setting.size(shown) + " is too small; expected at least " + free.least());
            }
        });
        if (usual.containsKey(LENGTH) && setting.size(LENGTH) > mostLength()) {
            throw new IllegalArgumentException(LENGTH + " " + setting.size(LENGTH)
                    + " is too large; the network has positions for " + mostLength());
        }
    }

    @Override
    public NDList inputs(NDManager manager, Setting setting) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (String size : definition.sizes().keySet()) {
            if (SIZES.containsKey(size)) {
                sizes.put(size, setting.size(SIZES.get(size)));
            }
        }
        if (network instanceof Informer informer) {
            InformerSettings settings = informer.settings();
            sizes.put("decoder_length", settings.decoderLength());
            int table = 0;
            for (InformerSettings.Draw draw : settings.draws(setting.size(LENGTH), settings.decoderLength())) {
                sizes.put("samples_" + table++, draw.samples());
            }
        }
        return definition.example(manager, sizes);
    }

    @Override
    public Function<NDList, NDList> on(Backend backend, Setting setting) {
        return inputs -> backend.run(definition.name(), inputs);
    }

    @Override
    public long nativeCalls(EngineName engine) {
        return engine == EngineName.TORCHSCRIPT
                ? NativeCalls.ofTorchScript(definition)
                : NativeCalls.ofOnnx(definition);
    }

    @Override
    public long nativeCallsOfBlocks(NamedBlock loaded, List<GraphDefinition> definitions, NDManager manager) {
        return NativeCalls.ofBlocks(loaded, GraphDefinition.find(definitions, definition.name()), manager);
    }

    @Override
    public Function<Setting, Work> work(NamedBlock loaded, List<GraphDefinition> definitions, NDManager manager) {
        WorkCount count = WorkCount.of(loaded, GraphDefinition.find(definitions, definition.name()), manager);
        return setting -> ModelRun.of(count.at(shapes(setting)));
    }
}
