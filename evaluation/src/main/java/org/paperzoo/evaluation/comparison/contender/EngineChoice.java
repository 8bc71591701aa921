package org.paperzoo.evaluation.comparison.contender;

import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.export.Precision;

/** An engine that is compared, and the type in which it computes. */
public record EngineChoice(EngineName engine, Precision precision) {

    /**
     * Checks that the engine computes in that type.
     *
     * @throws IllegalArgumentException if it does not; the message lists what it has
     */
    public EngineChoice {
        if (engine.runsGraphs()) {
            GraphBackend.format(engine).require(precision);
        } else if (precision != Precision.FP32) {
            throw new IllegalArgumentException(engine.label() + " runs blocks in fp32 alone, not " + precision.label());
        }
    }

    /**
     * Each engine in each precision that it has, engine by engine.
     *
     * @throws IllegalArgumentException if an engine has none of them, or either is named twice
     */
    public static List<EngineChoice> of(List<EngineName> engines, List<Precision> precisions) {
        requireOnce("engine", engines);
        requireOnce("precision", precisions);
        List<EngineChoice> choices = new ArrayList<>();
        for (EngineName engine : engines) {
            IllegalArgumentException refused = null;
            int before = choices.size();
            for (Precision precision : precisions) {
                try {
                    choices.add(new EngineChoice(engine, precision));
                } catch (IllegalArgumentException e) {
                    refused = e;
                }
            }
            if (choices.size() == before) {
                throw refused;
            }
        }
        return List.copyOf(choices);
    }

    private static void requireOnce(String what, List<?> given) {
        if (given.isEmpty() || given.stream().distinct().count() < given.size()) {
            throw new IllegalArgumentException("each " + what + " is named once, and one at least, not " + given);
        }
    }

    /** Its name in tables and pictures, such as {@code OnnxRuntime} or {@code OnnxRuntime fp16}. */
    public String label() {
        return precision == Precision.FP32 ? engine.label() : engine.label() + " " + precision.label();
    }
}
