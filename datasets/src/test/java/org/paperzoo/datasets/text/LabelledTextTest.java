package org.paperzoo.datasets.text;

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
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.table.Rows;

class LabelledTextTest {

    @TempDir
    Path folder;

    @Test
    void rowsGiveTextsWithTheirLabels() throws IOException {
        Path file = write(
                "a.jsonl",
                "{\"func\": \" int f;\", \"target\": 1, \"idx\": 9}\n{\"func\": \"g\", \"target\": false}\n"
                        + "{\"func\": \"h\", \"target\": 0.5}\n{\"target\": \"x\"}\n");
        try (Examples<LabelledText> examples =
                new RowLabels(Rows.of(List.of(file), List.of()), "func", null, "target", "idx")) {
            assertEquals(new LabelledText("9", " int f;", null, "1"), examples.next());
            assertEquals(new LabelledText("2", "g", null, "0"), examples.next());
            assertRefused(examples, "a.jsonl:3: lacks the label \"target\"");
            assertRefused(examples, "a.jsonl:4: lacks the string \"func\"");
            assertNull(examples.next());
        }
    }

    @Test
    void pairsOfClonesNameTheirFunctions() throws IOException {
        Path functions = write("data.jsonl", "{\"func\": \"f\", \"idx\": \"10\"}\n{\"func\": \"g\", \"idx\": 20}\n");
        Path pairs = write("test.txt", "10\t20\t1\n20\t20\t0\n10\t30\t1\n10 20 1\n10\t20\t2\n");
        try (Examples<LabelledText> examples = ClonePairs.open(functions, pairs)) {
            assertEquals(new LabelledText("10\t20", "f", "g", "1"), examples.next());
            assertEquals(new LabelledText("20\t20", "g", "g", "0"), examples.next());
            assertRefused(examples, "test.txt:3: names the function 30");
            assertRefused(examples, "test.txt:4: is not two indices");
            assertRefused(examples, "test.txt:5: is not two indices");
            assertNull(examples.next());
        }
        Path twice = write("twice.jsonl", "{\"func\": \"f\", \"idx\": 1}\n{\"func\": \"g\", \"idx\": \"1\"}\n");
        assertTrue(assertThrows(InvalidDataException.class, () -> ClonePairs.open(twice, pairs))
                .getMessage()
                .endsWith("twice.jsonl:2: repeats the idx 1"));
    }

    private static void assertRefused(Examples<?> examples, String reason) {
        String message =
                assertThrows(InvalidDataException.class, examples::next).getMessage();
        assertTrue(message.contains(reason), message);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
