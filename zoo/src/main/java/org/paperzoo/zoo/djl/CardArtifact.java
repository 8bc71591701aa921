package org.paperzoo.zoo.djl;

import ai.djl.repository.Artifact;
import java.util.HashMap;
import java.util.Map;

/**
 * A model of the zoo as DJL's loading takes it. DJL itself would read the argument {@code engine} as the engine of the
 * model's arrays, which is PyTorch for all; here it says what runs the network, and goes by another name.
 */
final class CardArtifact extends Artifact {

    private static final String ENGINE = "engine";

    @Override
    public Map<String, Object> getArguments(Map<String, Object> override) {
        Map<String, Object> arguments = new HashMap<>(super.getArguments(override));
        Object engine = arguments.remove(ENGINE);
        if (engine != null) {
            arguments.put(CardArguments.ENGINE, engine);
        }
        return arguments;
    }
}
