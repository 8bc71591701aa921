package org.paperzoo.zoo.graph;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/** What no graph can hold is refused, in words that say in which graph, after which parameter, and what to do instead. */
class RefusedForwardsTest {

    /** What a forward does after its linear map. */
    private interface Rest {
        NDArray run(Pass pass, NDArray x);
    }

    /** A network of one linear map. */
    private static final class OneMap extends NamedBlock {
        private final Linear map = child("map", Linear.of(4, 4));
    }

    private NDManager manager;
    private OneMap network;

    @BeforeEach
    void aNetwork() {
        manager = Engine.getEngine("PyTorch").newBaseManager();
        network = new OneMap();
        network.initialize(manager, DataType.FLOAT32);
    }

    @AfterEach
    void nothing() {
        manager.close();
    }

    @Test
    void readingValuesIsRefusedUnderTheNameOfTheCall() {
        refused((pass, x) -> x.mul(x.getFloat(0, 0, 0)), "getFloat reads values", "give what decides as an input");
        refused((pass, x) -> x.mul(x.toFloatArray()[0]), "toFloatArray reads values", "where");
        refused((pass, x) -> x.contentEquals(x) ? x : x.neg(), "contentEquals reads values", "comparisons");
    }

    @Test
    void anArrayFromElsewhereThatMeetsARecordedOneIsRefusedWithTheRemedy() {
        refused((pass, x) -> manager.ones(new Shape(4)).add(x), "reads values", "by the manager of an input");
    }

    @Test
    void anotherWayAtAnotherSizeIsRefusedWithTheSizes() {
        refused((pass, x) -> x.getShape().get(1) > 5 ? x.exp().log() : x.exp(), "another way", "length=");
        refused((pass, x) -> x.getShape().get(1) > 5 ? x.exp() : x.log(), "another way", "length=");
    }

    @Test
    void anotherOutputAtAnotherSizeIsRefusedWithTheSizes() {
        refused(
                (pass, x) -> {
                    NDArray one = x.exp();
                    NDArray other = x.neg();
                    return x.getShape().get(1) > 5 ? one : other;
                },
                "it gives other arrays at",
                "length=");
    }

    @Test
    void aTableMadeInJavaFromASizeIsRefused() {
        refused(
                (pass, x) ->
                        x.add(x.getManager().create(new float[] {x.getShape().get(1)})),
                "made in Java from values that change with the sizes",
                "arange");
    }

    @Test
    void aSizeWithoutAFormulaIsRefused() {
        refused(
                (pass, x) -> {
                    long steps = (long) Math.ceil(Math.log(x.getShape().get(1)));
                    return x.get(":, 0:" + steps).mul(2);
                },
                "no formula over the sizes of arrays gives that",
                "give it as an input");
    }

    @Test
    void aNumberThatFollowsASizeUnevenlyIsRefused() {
        refused(
                (pass, x) -> x.mul((float) Math.sqrt(x.getShape().get(1))),
                "changes with the sizes and is none of them",
                "compute it with arrays");
    }

    @Test
    void aChangeInPlaceThatOthersSeeIsRefused() {
        refused((pass, x) -> x.reshape(-1).addi(1), "changed in place", "such as add for addi");
        refused(
                (pass, x) -> {
                    x.set(new ai.djl.ndarray.index.NDIndex("0"), 1);
                    return x;
                },
                "in place",
                "scatter");
    }

    @Test
    void anUndeclaredOperationIsRefusedByName() {
        refused((pass, x) -> x.percentile(50), "percentile", "declare it in");
    }

    private void refused(Rest rest, String complaint, String remedy) {
        GraphDefinition definition = GraphDefinition.named("probe")
                .size("batch", 1)
                .size("length", 1)
                .inputs("x")
                .outputs("y")
                .example((own, sizes) ->
                        new NDList(own.randomNormal(new Shape(sizes.get("batch"), sizes.get("length"), 4))))
                .body((pass, inputs) -> new NDList(rest.run(pass, network.map.forward(pass, inputs.get(0)))));
        String message = assertThrows(UntraceableException.class, () -> Tracer.trace(network, definition, manager))
                .getMessage();
        assertTrue(message.startsWith("graph probe"), message);
        assertTrue(message.contains("map"), message);
        assertTrue(message.contains(complaint), message);
        assertTrue(message.contains(remedy), message);
    }
}
