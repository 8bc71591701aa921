package org.paperzoo.zoo.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.hub.WholeFile;

/**
 * A byte-level BPE vocabulary.
 *
 * @param tokens by number; bytes are written as GPT-2 writes them, a space as {@code Ġ}
 * @param merges pairs of tokens with a space between, in the order in which they are applied
 */
public record BpeVocabulary(List<String> tokens, List<String> merges) {

    private static final String VERSION = "#version: 0.2\n";

    public BpeVocabulary {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }

    /**
     * Writes {@code vocab.json} and {@code merges.txt} as RoBERTa, BART and CodeT5 are published, for
     * {@link TrainedTokenizer#read(Path, Path, int)}. Each file is replaced as a whole.
     *
     * @param folder made if it is not there
     */
    public void write(Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode numbers = json.createObjectNode();
        for (int i = 0; i < tokens.size(); i++) {
            numbers.put(tokens.get(i), i);
        }
        StringBuilder pairs = new StringBuilder(VERSION);
        merges.forEach(merge -> pairs.append(merge).append('\n'));
        Files.createDirectories(folder);
        WholeFile.write(folder.resolve("vocab.json"), json.writeValueAsBytes(numbers));
        WholeFile.write(folder.resolve("merges.txt"), pairs.toString().getBytes(StandardCharsets.UTF_8));
    }
}
