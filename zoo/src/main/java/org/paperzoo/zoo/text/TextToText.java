package org.paperzoo.zoo.text;

import ai.djl.nn.Block;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.GeneratingBlock;
import org.paperzoo.zoo.generation.GenerationOptions;
import org.paperzoo.zoo.task.DisplayTranslator;
import org.paperzoo.zoo.task.GeneratedText;
import org.paperzoo.zoo.task.Task;
import org.paperzoo.zoo.task.TaskTranslator;
import org.paperzoo.zoo.tokenizer.TextTokenizer;
import org.paperzoo.zoo.tokenizer.Tokenizers;

/**
 * What every text-to-text model of the zoo does around its network. A card's {@code translator} settings say: {@code
 * max_source_length} (tokens, 512 where absent), {@code prefix} (put before every source), {@code tokenizer} (see {@link
 * Tokenizers}) and {@code generation} (options under their official names, over those of the configuration).
 */
final class TextToText {

    private static final int DEFAULT_SOURCE_LENGTH = 512;

    private TextToText() {}

    /** The block that generates with a network. */
    static Block runner(Backend backend, ModelFiles files) throws IOException {
        return new GeneratingBlock(backend, options(files));
    }

    /** From text to {@link GeneratedText}, and to DJL's plain string. */
    static List<TaskTranslator<?, ?>> translators(ModelFiles files) throws IOException {
        GenerationOptions options = options(files);
        Configuration settings = Configuration.of("translator settings", files.settings());
        TextTokenizer tokenizer = Tokenizers.open(files);
        TextTranslator raw = new TextTranslator(
                tokenizer,
                settings.positive("max_source_length", DEFAULT_SOURCE_LENGTH),
                settings.text("prefix", ""),
                options.padTokenId().orElse(0),
                options.numReturnSequences());
        return List.of(
                new TaskTranslator<>(Task.TEXT_GENERATION, String.class, GeneratedText.class, raw),
                new TaskTranslator<>(
                        Task.TEXT_GENERATION,
                        String.class,
                        String.class,
                        new DisplayTranslator<>(
                                raw, text -> text, (String text, GeneratedText found) -> found.best())));
    }

    private static GenerationOptions options(ModelFiles files) throws InvalidInputException {
        GenerationOptions configured = GenerationOptions.of(files.configuration());
        JsonNode own = files.settings().path("generation");
        return own.isObject()
                ? configured.overriddenBy(Configuration.of("translator settings: generation", own))
                : configured;
    }
}
