package org.paperzoo.datasets.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.video.MomentQuery.SalientClip;
import org.paperzoo.datasets.video.MomentQuery.Window;

class MomentQueriesTest {

    private static final String GOOD = "{\"qid\": 3, \"query\": \"a dog\", \"duration\": 9, \"vid\": \"v\","
            + " \"relevant_windows\": [[0, 4.5]], \"relevant_clip_ids\": [0, 1],"
            + " \"saliency_scores\": [[0, 1, 4], [2, 2, 2]]}\n";

    @TempDir
    Path folder;

    @Test
    void queriesHaveMomentsAndClipsWhereTheSplitDoes() throws IOException {
        try (MomentQueries queries =
                open(GOOD + "{\"qid\": 4, \"query\": \"q\", \"duration\": 2.5, \"vid\": \"w\"}\n")) {
            assertEquals(
                    new MomentQuery(
                            3,
                            "a dog",
                            "v",
                            9,
                            List.of(new Window(0, 4.5)),
                            List.of(new SalientClip(0, List.of(0, 1, 4)), new SalientClip(1, List.of(2, 2, 2)))),
                    queries.next());
            assertEquals(new MomentQuery(4, "q", "w", 2.5, List.of(), List.of()), queries.next());
            assertNull(queries.next());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"qid\": 3|\"qid\": \"3\"|lacks the whole number \"qid\"",
                "\"duration\": 9|\"duration\": 0|\"duration\" is 0.0",
                "\"duration\": 9|\"duration\": \"9\"|\"duration\" lacks a number",
                "\"vid\"|\"video\"|lacks the string \"vid\"",
                "[[0, 4.5]]|[[0, 9.5]]|the moment from 0.0 to 9.5",
                "[[0, 4.5]]|[[4, 4]]|the moment from 4.0 to 4.0",
                "[[0, 4.5]]|[0, 4.5]|is not the list",
                "[[0, 4.5]]|[[0]]|pairs of a start and an end",
                "[0, 1]|[0]|2 \"saliency_scores\" for 1",
                "[0, 1]|[0, 7]|has 7; expected a whole number from 0 to 5",
                "[0, 1, 4]|[0, 1, 5]|has 5; expected a whole number from 0 to 4",
                "[0, 1, 4]|[0, 1]|clip 0 has 2 scores",
            })
    void whatCannotBeIsRefusedWithItsLine(String from, String to, String reason) throws IOException {
        assertTrue(GOOD.contains(from));
        try (MomentQueries queries = open(GOOD.replace(from, to))) {
            String message =
                    assertThrows(InvalidDataException.class, queries::next).getMessage();
            assertTrue(message.contains("a.jsonl:1: ") && message.contains(reason), message);
        }
    }

    @Test
    void aNumberThatComesTwiceIsRefused() throws IOException {
        try (MomentQueries queries = open(GOOD + GOOD)) {
            queries.next();
            assertTrue(assertThrows(InvalidDataException.class, queries::next)
                    .getMessage()
                    .endsWith("a.jsonl:2: repeats the qid 3"));
        }
    }

    private MomentQueries open(String text) throws IOException {
        return MomentQueries.open(Files.writeString(folder.resolve("a.jsonl"), text));
    }
}
