package org.paperzoo.leaderboard.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.evaluation.result.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the results of earlier versions, which were lines of JSON in a file beside where the store is now. The file
 * is renamed when that is done; lines that are not taken stay in it. Doing it twice does no harm: the same result has the
 * same address.
 */
final class LinesOfOldStore {

    private static final Logger LOGGER = LoggerFactory.getLogger(LinesOfOldStore.class);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private LinesOfOldStore() {}

    static void takeOver(ResultStore store, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        List<Result> results = new ArrayList<>();
        int refused = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                // A process that was killed while it wrote left half a line.
                if (line.isBlank() || !line.endsWith("}")) {
                    continue;
                }
                try {
                    Result result = JSON.readValue(line, Result.class);
                    ResultRules.check(result);
                    results.add(result);
                } catch (JsonProcessingException | RefusedException e) {
                    refused++;
                }
            }
        } catch (NoSuchFileException e) {
            return; // another process has just taken it over
        }
        store.addAll(results);
        Path done = file.resolveSibling(file.getFileName() + ".taken-over");
        try {
            Files.move(file, done, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        if (refused > 0) {
            LOGGER.warn("{}: {} lines were no results that the store takes, and stay there alone", done, refused);
        }
    }
}
