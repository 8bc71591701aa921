package org.paperzoo.zoo.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.paperzoo.zoo.configuration.Configuration;

/**
 * The files of one model on this machine.
 *
 * @param folder where they lie (tokenizer files, the training data's statistics, labels)
 * @param configuration the official configuration
 * @param settings the card's {@code translator} settings: an object, perhaps empty
 */
public record ModelFiles(Path folder, Configuration configuration, JsonNode settings) {

    /** Files with default translator settings. */
    public static ModelFiles of(Path folder, Configuration configuration) {
        return new ModelFiles(folder, configuration, JsonNodeFactory.instance.objectNode());
    }

    /** A file of the folder, if it is there. */
    public Optional<Path> find(String name) {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }
}
