package org.paperzoo.zoo.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.InvalidInputException;

class GoldenWeightsTest {

    @Test
    void valuesFollowFromTheNameAlone() throws IOException {
        GoldenWeights weights = read("[{\"name\":\"a\",\"shape\":[2,2],\"offset\":1.0,\"scale\":0.5},"
                + "{\"name\":\"b\",\"shape\":[2,2],\"tied_to\":\"a\"},"
                + "{\"name\":\"kept\",\"shape\":[5],\"keep\":true}]");
        assertEquals(Set.of("a", "b"), weights.names());
        FloatBuffer values = weights.read("a").asFloatBuffer();
        // The first value worked out by hand from the recipe: seed FNV-1a("a") = 0xAF63DC4C8601EC8C.
        long z = 0xAF63DC4C8601EC8CL + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        assertEquals((float) (1 + 0.5 * ((z >>> 40) / 8388608.0 - 1)), values.get(0));
        assertEquals(-1, weights.read("a").mismatch(weights.read("b")));
        assertTrue(weights.sameStorage("a", "b"));
    }

    @Test
    void aBrokenManifestIsRefusedWithTheEntry() {
        assertRefused("{}", "expected a list");
        assertRefused("[{\"shape\":[1]}]", "lacks \"name\"");
        assertRefused("[{\"name\":\"a\",\"shape\":[-1],\"offset\":0,\"scale\":1}]", "\"shape\" holds -1");
        assertRefused("[{\"name\":\"a\",\"shape\":[1]}]", "needs \"offset\"");
        assertRefused("[{\"name\":\"a\",\"shape\":[1],\"tied_to\":\"b\"}]", "\"tied_to\"");
        assertRefused(
                "[{\"name\":\"a\",\"shape\":[1],\"offset\":0,\"scale\":1},{\"name\":\"a\",\"shape\":[1],\"offset\":0,\"scale\":1}]",
                "there twice");
    }

    private static void assertRefused(String manifest, String reason) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> read(manifest));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    private static GoldenWeights read(String manifest) throws IOException {
        return GoldenWeights.of("manifest.json", new ObjectMapper().readTree(manifest));
    }
}
