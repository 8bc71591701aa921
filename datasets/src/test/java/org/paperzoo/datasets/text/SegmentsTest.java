package org.paperzoo.datasets.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.InvalidDataException;

class SegmentsTest {

    @TempDir
    Path folder;

    @Test
    void segmentsOfTranslationTestsAreReadAsSacreBleuReadsThem() throws IOException {
        Path source = write("a.en.sgm", """
                <srcset setid="newstest" srclang="any">
                <doc sysid="ref" docid="one" genre="news">
                <p>
                <seg id="1">Tea &amp; coffee, \u00a0 twice</seg>
                <seg id="2"> \t</seg>
                </p>
                </doc>
                <doc docid="two">
                <seg id="1">a <b>bold</b> end</seg>\s
                </doc>
                </srcset>
                """);
        Path target = write("a.de.SGM", "<seg id=\"1\">x</seg>\n<seg id=\"2\">y</seg>\n<seg id=\"1\">z</seg>\n");
        try (TextPairs pairs = ParallelText.open(source, target)) {
            assertEquals(new TextPair("1", "Tea &amp; coffee, twice", "x"), pairs.next());
            assertEquals(new TextPair("2", "", "y"), pairs.next());
            assertEquals(new TextPair("3", "a <b>bold</b> end", "z"), pairs.next());
            assertNull(pairs.next());
        }
    }

    @Test
    void aSegmentThatIsNotItsLineIsRefusedAndSoAreMoreOnOneSide() throws IOException {
        Path good = write("good.sgm", "<seg id=\"1\">x</seg>\n");
        for (String bad : new String[] {
            "  <seg id=\"1\">x</seg>\n", "<p><seg id=\"1\">x</seg>\n", "<seg id=\"1\">x\n", "<seg id=\"1\">x</seg> y\n"
        }) {
            String message = refused(good, write("bad.sgm", bad));
            assertTrue(message.contains("bad.sgm:1: a segment must"), message);
        }
        String message = refused(good, write("bad.sgm", "<seg id=\"1\">x</seg>\n\n<seg id=\"2\">x</seg>\n"));
        assertTrue(message.contains("2 segments") && message.contains("has 1"), message);
    }

    @Test
    void codeToTextJoinsWordsAcrossTheTargetsLineEnds() {
        assertEquals("a b c", Cleaning.CODE_TO_TEXT.source(" a\n b\u00a0\tc\u0085"));
        assertEquals("ab c", Cleaning.CODE_TO_TEXT.target("a\nb  c "));
        assertEquals("a\n b", Cleaning.STRIP.source("\u2003a\n b\u001f "));
    }

    private static String refused(Path source, Path target) throws IOException {
        try (TextPairs pairs = ParallelText.open(source, target)) {
            return assertThrows(InvalidDataException.class, () -> {
                        while (pairs.next() != null) {
                            assertTrue(true);
                        }
                    })
                    .getMessage();
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
