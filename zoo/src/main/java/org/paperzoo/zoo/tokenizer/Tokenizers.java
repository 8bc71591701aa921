package org.paperzoo.zoo.tokenizer;

import java.io.IOException;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Configuration;
import org.paperzoo.zoo.architecture.ModelFiles;

/** Finds the tokenizer of a model among its files. */
public final class Tokenizers {

    private Tokenizers() {}

    /**
     * Opens a model's tokenizer: {@code "tokenizer": "bytes"} in the card's settings asks for {@link ByteTokenizer}, with
     * the configuration's {@code eos_token_id}; otherwise it is read from the files beside the weights.
     *
     * @throws InvalidInputException if there is none
     */
    public static TextTokenizer open(ModelFiles files) throws IOException {
        Configuration settings = Configuration.of("translator settings", files.settings());
        if (settings.text("tokenizer", "").equals("bytes")) {
            int end = files.configuration().nonNegative("eos_token_id");
            int special = settings.positive("special_tokens", end + 1);
            return new ByteTokenizer(special, end);
        }
        throw new InvalidInputException(
                files.folder() + ": no tokenizer (tokenizer.json, or vocab.json and merges.txt)");
    }
}
