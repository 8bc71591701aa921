package org.paperzoo.zoo.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.nn.Activation;

class ConfigurationTest {

    private final Configuration configuration = read(
            "{\"width\": 8, \"zero\": 0, \"rate\": 0.5, \"name\": \"x\", \"flag\": true, \"none\": null, \"list\": [3, 2], \"act\": \"gelu_new\"}");

    @Test
    void valuesAreReadByTheirKeys() throws IOException {
        assertEquals(8, configuration.positive("width"));
        assertEquals(5, configuration.positive("absent", 5));
        assertEquals(5, configuration.positive("none", 5), "null counts as absent");
        assertEquals(0, configuration.nonNegative("zero"));
        assertEquals(List.of(3, 2), configuration.positives("list"));
        assertEquals(List.of(8), configuration.positives("width"));
        assertEquals(0.5f, configuration.rate("rate", 0));
        assertEquals(Activation.GELU_TANH, configuration.activation("act", Activation.RELU));
        assertEquals(9, configuration.with("width", 9).positive("width"));
    }

    @Test
    void aWrongValueIsNamedWithFileKeyAndWhatWouldBeRight() {
        assertRefused(
                () -> configuration.positive("zero"), "test.json: \"zero\" is 0; expected an integer of at least 1");
        assertRefused(() -> configuration.positive("name"), "\"name\" is \"x\"");
        assertRefused(() -> configuration.positive("rate"), "\"rate\" is 0.5");
        assertRefused(() -> configuration.positive("absent"), "lacks \"absent\"");
        assertRefused(() -> configuration.text("flag"), "expected a string");
        assertRefused(() -> configuration.flag("width", true), "expected true or false");
        assertRefused(() -> configuration.oneOf("name", List.of("a", "b")), "one of a, b");
        assertRefused(() -> configuration.activation("name", Activation.RELU), "one of relu");
        assertRefused(() -> configuration.rate("width", 0), "a rate in [0, 1)");
    }

    @Test
    void aFileThatIsNotOneJsonObjectIsRefusedWithThePlace(@TempDir Path folder) throws IOException {
        for (String text : List.of("", "[1]", "{\"a\": 1", "{\"a\": 1} x", "{\"a\": 1, \"a\": 2}")) {
            Path file = Files.writeString(folder.resolve("config.json"), text);
            assertRefused(() -> Configuration.read(file), file.toString());
        }
    }

    private static void assertRefused(Executable read, String reason) {
        InvalidInputException e = assertThrows(InvalidInputException.class, read);
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    private static Configuration read(String json) {
        try {
            return Configuration.parse("test.json", json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
