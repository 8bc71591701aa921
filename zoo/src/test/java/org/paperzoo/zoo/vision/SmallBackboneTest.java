package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.Pass;

class SmallBackboneTest {

    private static final String TINY = "{\"backbone\":\"small\",\"backbone_widths\":[8,16,24],"
            + "\"backbone_blocks\":[1,2,1],\"hidden_dim\":32,\"nheads\":4,\"enc_layers\":1,\"dec_layers\":2,"
            + "\"dim_feedforward\":64,\"num_queries\":7,\"num_classes\":5,\"pre_norm\":true}";

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
        manager.getEngine().setRandomSeed(0);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static Configuration tiny() throws IOException {
        return Configuration.parse("tiny", TINY);
    }

    private Backbone backbone() throws IOException {
        return SyntheticWeights.fill(DetrSettings.of(tiny()).backbone().build(3, false), manager);
    }

    @Test
    void everyStageHalvesTheResolutionRoundedUp() throws IOException {
        NDList maps = backbone().forwardStages(Pass.inference(), manager.randomNormal(new Shape(2, 3, 33, 50)));
        assertEquals(
                List.of(new Shape(2, 8, 17, 25), new Shape(2, 16, 9, 13), new Shape(2, 24, 5, 7)),
                maps.stream().map(NDArray::getShape).toList());
    }

    @Test
    void aBatchEqualsItsMembers() throws IOException {
        Backbone backbone = backbone();
        NDArray pixels = manager.randomNormal(new Shape(3, 3, 32, 40));
        NDArray together = backbone.forwardStages(Pass.inference(), pixels).get(2);
        for (int i = 0; i < 3; i++) {
            NDArray alone = backbone.forwardStages(
                            Pass.inference(), pixels.get(i).expandDims(0))
                    .get(2);
            assertArrayEquals(alone.get(0).toFloatArray(), together.get(i).toFloatArray(), 1e-5f);
        }
    }

    /** On a picture of one colour a place far from the border is told from another by its coordinates alone. */
    @Test
    void placesAreToldApart() throws IOException {
        NDArray map = backbone()
                .forwardStages(Pass.inference(), manager.ones(new Shape(1, 3, 160, 160)))
                .get(2); // [1, 24, 20, 20]
        assertNotEquals(map.getFloat(0, 0, 9, 9), map.getFloat(0, 0, 9, 10));
        assertNotEquals(map.getFloat(0, 0, 9, 9), map.getFloat(0, 0, 10, 9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backbone_widths | [12]",
                "backbone_widths | [8,8,8,8,8,8,8]",
                "backbone_blocks | [1,2]",
                "backbone_blocks | [1,2,1000000]",
                "backbone_blocks | [1,2,0]",
                "dilation | true",
                "masks | true"
            })
    void aFormThatCannotBeIsRefused(String key, String value) throws IOException {
        Configuration configuration = tiny().with(
                        key,
                        Configuration.parse("value", "{\"value\":" + value + "}")
                                .json()
                                .get("value"));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> DetrSettings.of(configuration));
        assertTrue(e.getMessage().contains(key), e.getMessage());
    }
}
