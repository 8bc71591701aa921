package org.paperzoo.zoo.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedSizesTest {

    /** Else a map halved downwards would stand for one halved upwards. */
    @ParameterizedTest
    @ValueSource(ints = {29, 30, 32, 33, 64})
    void aPicturesSidesAreOddAndEvenAtEachOfFiveHalvings(int least) {
        List<Map<String, Integer>> recorded = Tracer.sizes(GraphDefinition.named("pictures")
                .size("batch", 1)
                .size("height", least)
                .size("width", least)
                .body((pass, inputs) -> new NDList()));
        for (String side : List.of("height", "width")) {
            for (int part = 1; part <= 16; part *= 2) {
                int halved = part;
                long parities = recorded.stream()
                        .map(sizes -> (sizes.get(side) + halved - 1) / halved % 2)
                        .distinct()
                        .count();
                assertEquals(2, parities, side + " / " + part + " of " + recorded);
            }
        }
    }
}
