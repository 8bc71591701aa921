package org.paperzoo.zoo.tokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.configuration.Configuration;

/** Finds the tokenizer of a model among its files. */
public final class Tokenizers {

    private static final int CODET5_SENTINELS = 100;

    private Tokenizers() {}

    /**
     * Opens a model's tokenizer: {@code "tokenizer": "bytes"} in the card's settings asks for {@link ByteTokenizer}, with
     * the configuration's {@code eos_token_id}; otherwise it is read from the files beside the weights, {@code tokenizer.json} or {@code vocab.json} and
     * {@code merges.txt}, the latter with a hundred sentinels behind it where the settings say {@code codet5}.
     *
     * @throws InvalidInputException if there is none
     */
    public static TextTokenizer open(ModelFiles files) throws IOException {
        Configuration settings = Configuration.of("translator settings", files.settings());
        String kind = settings.text("tokenizer", "");
        if (kind.equals("bytes")) {
            int end = files.configuration().nonNegative("eos_token_id");
            int special = settings.positive("special_tokens", end + 1);
            return new ByteTokenizer(special, end);
        }
        Optional<Path> whole = files.find("tokenizer.json");
        if (whole.isPresent()) {
            return TrainedTokenizer.read(whole.get());
        }
        Optional<Path> vocabulary = files.find("vocab.json");
        Optional<Path> merges = files.find("merges.txt");
        if (vocabulary.isPresent() && merges.isPresent()) {
            int sentinels = kind.equals("codet5") ? CODET5_SENTINELS : 0;
            return TrainedTokenizer.read(vocabulary.get(), merges.get(), sentinels);
        }
        throw new InvalidInputException(
                files.folder() + ": no tokenizer (tokenizer.json, or vocab.json and merges.txt)");
    }
}
