package org.paperzoo.zoo.graph.operations;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.graph.AttributeKind;
import org.paperzoo.zoo.graph.OnnxCall;
import org.paperzoo.zoo.graph.Operation;
import org.paperzoo.zoo.graph.Size;
import org.paperzoo.zoo.graph.TorchCall;
import org.paperzoo.zoo.nn.ArrayOperators;

/** What moves elements about beyond {@link Shaping}: shifts, paddings, repetitions, triangles, sums into places, orders. */
public final class Arranging {

    private static final String AXIS = "axis";

    /** Shifts along axes; what leaves at one end comes in at the other. */
    public static final Operation ROLL = Operation.of(ArrayOperators.ROLL)
            .attribute("shifts", AttributeKind.SIZES)
            .attribute("axes", AttributeKind.INTEGERS)
            .onnx(call -> {
                String x = call.input(0);
                long[] axes = call.node().integers("axes");
                for (int i = 0; i < axes.length; i++) {
                    Size shift = call.node().sizes("shifts").get(i);
                    x = call.apply(
                            "Gather", List.of(x, rolled(call, shift, call.length(0, (int) axes[i]))), AXIS, axes[i]);
                }
                call.result("Identity", List.of(x));
            })
            .cost((in, out) -> 0)
            .declared();

    /** A border of a number, or of what is there; widths go from the last axis to the first. */
    public static final Operation PAD = Operation.of(ArrayOperators.PAD)
            .attribute("paddings", AttributeKind.SIZES)
            .attribute("mode", AttributeKind.TEXT)
            .attribute("value", AttributeKind.NUMBER)
            .onnx(call -> {
                String mode = call.node().text("mode");
                List<String> inputs = new ArrayList<>(List.of(call.input(0), call.sizes(borders(call))));
                if (mode.equals("constant")) {
                    inputs.add(call.number("value", call.outputType()));
                }
                call.result("Pad", inputs, "mode", mode.equals("replicate") ? "edge" : mode);
            })
            .cost((in, out) -> 0)
            .declared();

    /** The whole array several times along each axis. */
    public static final Operation TILE = Operation.named("tile")
            .attribute("counts", AttributeKind.SIZES)
            .eager((in, given) -> in.get(0).tile(given.integers("counts")))
            .torch(call -> TorchCall.function("repeat", call.input(0), call.list("counts")))
            .onnx(call -> call.result("Tile", List.of(call.input(0), call.sizes("counts"))))
            .cost((in, out) -> 0)
            .declared();

    /** Each place along an axis several times. */
    public static final Operation REPEAT = Operation.named("repeat_interleave")
            .attribute(AXIS, AttributeKind.INTEGER)
            .attribute("count", AttributeKind.SIZE)
            .eager((in, given) -> in.get(0).repeat(given.axis(AXIS), given.integer("count")))
            .torch(call -> TorchCall.function(
                    "repeat_interleave", call.input(0), call.attribute("count"), call.attribute(AXIS)))
            .onnx(call -> {
                int axis = (int) call.node().integer(AXIS);
                DataType whole = DataType.INT64;
                String count = call.scalarSize("count");
                String all = call.apply("Mul", List.of(call.scalar(call.length(0, axis)), count));
                String range = call.apply("Range", List.of(call.scalar(0, whole), all, call.scalar(1, whole)));
                String places = call.apply("Div", List.of(range, count));
                call.result("Gather", List.of(call.input(0), places), AXIS, (long) axis);
            })
            .cost((in, out) -> 0)
            .declared();

    public static final Operation LOWER_TRIANGLE = Operation.of(ArrayOperators.LOWER_TRIANGLE)
            .attribute("diagonal", AttributeKind.SIZE)
            .onnx(call -> triangle(call, 0))
            .cost((in, out) -> 0)
            .declared();

    public static final Operation UPPER_TRIANGLE = Operation.of(ArrayOperators.UPPER_TRIANGLE)
            .attribute("diagonal", AttributeKind.SIZE)
            .onnx(call -> triangle(call, 1))
            .cost((in, out) -> 0)
            .declared();

    /** The first array with values added at places along an axis; places and values have one shape. */
    public static final Operation SCATTER_ADD = Operation.of(ArrayOperators.SCATTER_ADD)
            .inputs(3, 3)
            .attribute(AXIS, AttributeKind.INTEGER)
            .onnx(call -> {
                boolean half = call.outputType() == DataType.FLOAT32 && !call.isFull();
                List<String> inputs = List.of(
                        half ? call.full(call.input(0)) : call.input(0),
                        call.input(1),
                        half ? call.full(call.input(2)) : call.input(2));
                Object[] attributes = {AXIS, call.node().integer(AXIS), "reduction", "add"};
                if (half) {
                    String sums = call.apply("ScatterElements", inputs, attributes);
                    call.result("Cast", List.of(sums), "to", call.type(DataType.FLOAT32));
                } else {
                    call.result("ScatterElements", inputs, attributes);
                }
            })
            .declared();

    /** The elements along an axis from the least to the greatest. */
    public static final Operation SORT = Operation.named("sort")
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0).sort(given.axis(AXIS)))
            .torch(call -> "(" + TorchCall.function("sort", call.input(0), call.attribute(AXIS), "False") + ")[0]")
            .onnx(call -> sorted(call, true))
            .declared();

    /** Where the elements along an axis are, from the least to the greatest: int64. The order of equal ones is open. */
    public static final Operation ARG_SORT = Operation.named("argsort")
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0).argSort(given.axis(AXIS), true))
            .torch(call -> TorchCall.function("argsort", call.input(0), call.attribute(AXIS), "False"))
            .onnx(call -> sorted(call, false))
            .declared();

    private Arranging() {}

    /** Where each place along an axis takes its element from. */
    private static String rolled(OnnxCall call, Size shift, Size length) {
        if (shift.isFixed() && length.isFixed()) {
            long[] places = new long[(int) length.fixed()];
            for (int i = 0; i < places.length; i++) {
                places[i] = Math.floorMod(i - shift.fixed(), length.fixed());
            }
            return call.integers(places);
        }
        String moved = call.apply("Sub", List.of(call.places(length), call.scalar(shift)));
        return call.apply("Mod", List.of(moved, call.scalar(length)));
    }

    /** ONNX wants the widths before all axes from the first to the last, and then those after. */
    private static List<Size> borders(OnnxCall call) {
        List<Size> given = call.node().sizes("paddings");
        int rank = call.node().output().rank();
        List<Size> borders = new ArrayList<>();
        for (int end = 0; end < 2; end++) {
            for (int axis = 0; axis < rank; axis++) {
                int place = 2 * (rank - 1 - axis) + end;
                borders.add(place < given.size() ? given.get(place) : Size.of(0));
            }
        }
        return borders;
    }

    private static void triangle(OnnxCall call, long upper) {
        String diagonal = call.scalarSize("diagonal");
        DataType type = call.outputType();
        if (type.isFloating() || type == DataType.INT64) {
            call.result("Trilu", List.of(call.input(0), diagonal), "upper", upper);
        } else {
            String wide = call.apply("Trilu", List.of(call.input(0, DataType.INT64), diagonal), "upper", upper);
            call.result("Cast", List.of(wide), "to", call.type(type));
        }
    }

    private static void sorted(OnnxCall call, boolean values) {
        int axis = (int) call.node().integer(AXIS);
        String count = call.sizes(List.of(call.length(0, axis)));
        call.part(
                values ? 0 : 1,
                2,
                "TopK",
                List.of(call.input(0), count),
                AXIS,
                (long) axis,
                "largest",
                0L,
                "sorted",
                1L);
    }
}
