package org.paperzoo.zoo.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.task.Task;

class CatalogueTest {

    private static final String PAPER = "\"paper\": {\"slug\": \"p\", \"title\": \"T\", \"venue\": \"V\"}";

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyCardNamesAKnownTaskAndWhereItsResultsArePrinted() {
        assertFalse(Catalogue.standard().cards().isEmpty());
        return Catalogue.standard().cards().stream()
                .map(card -> DynamicTest.dynamicTest(card.id(), () -> {
                    assertEquals(card.task(), Task.named(card.task()).label());
                    card.results().forEach(result -> assertFalse(result.source().isBlank(), result.dataset()));
                }));
    }

    @Test
    void anUnknownIdIsRefusedWithTheNearestOnes() {
        String message = assertThrows(
                        NoSuchElementException.class, () -> Catalogue.standard().card("detr-resnet50"))
                .getMessage();
        assertTrue(message.contains("detr-resnet-50"), message);
    }

    @Test
    void aCardWithoutATitleIsRefusedWithItsName() throws Exception {
        String message =
                refusal("a", "{\"id\": \"a\", " + PAPER + ", \"task\": \"forecasting\", \"architecture\": \"x\"}");
        assertTrue(message.contains("a.json") && message.contains("title"), message);
    }

    @Test
    void aCardWithAnUnknownKeyIsRefused() throws Exception {
        String message = refusal(
                "a",
                "{\"id\": \"a\", \"title\": \"t\", " + PAPER
                        + ", \"task\": \"forecasting\", \"architecture\": \"x\", \"weigths\": 1}");
        assertTrue(message.contains("weigths"), message);
    }

    @Test
    void aCardWhoseFileHasAnotherNameIsRefused() throws Exception {
        String message = refusal(
                "b",
                "{\"id\": \"a\", \"title\": \"t\", " + PAPER + ", \"task\": \"forecasting\", \"architecture\": \"x\"}");
        assertTrue(message.contains("b.json"), message);
    }

    private String refusal(String name, String json) throws Exception {
        Path file = Files.writeString(folder.resolve(name + ".json"), json);
        return assertThrows(InvalidInputException.class, () -> Catalogue.read(file))
                .getMessage();
    }
}
