package org.paperzoo.zoo.graph.operations;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.paperzoo.zoo.graph.AttributeKind;
import org.paperzoo.zoo.graph.OnnxCall;
import org.paperzoo.zoo.graph.Operation;
import org.paperzoo.zoo.nn.Resizing;
import org.paperzoo.zoo.nn.TorchOperators;

/** What reads pictures between their elements: resizing, and sampling at given places. */
public final class Sampling {

    private static final String SIZES = "sizes";
    private static final String ALIGN_CORNERS = "alignCorners";
    private static final String[] MODES = {"bilinear", "nearest", "bicubic"};
    private static final String[] OUTSIDE = {"zeros", "border", "reflection"};

    /** Resizing of the axes after the first two; a place is rounded down. */
    public static final Operation NEAREST = Operation.of(Resizing.NEAREST)
            .attribute(SIZES, AttributeKind.SIZES)
            .onnx(call ->
                    resize(call, "nearest", "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor"))
            .cost((in, out) -> 0)
            .declared();

    /** Resizing of the axes after the first two, linear or cubic between elements. */
    public static final Operation SMOOTH = Operation.of(Resizing.SMOOTH)
            .attribute("kind", AttributeKind.TEXT)
            .attribute(SIZES, AttributeKind.SIZES)
            .attribute(ALIGN_CORNERS, AttributeKind.FLAG)
            .onnx(call -> {
                String corners = call.node().flag(ALIGN_CORNERS) ? "align_corners" : "half_pixel";
                if (call.node().text("kind").equals("bicubic2d")) {
                    resize(call, "cubic", "coordinate_transformation_mode", corners, "cubic_coeff_a", -0.75f);
                } else {
                    resize(call, "linear", "coordinate_transformation_mode", corners);
                }
            })
            .cost((in, out) -> 8 * out.get(0).size())
            .declared();

    /** {@code [N, C, H, W], [N, H', W', 2] -> [N, C, H', W']}; modes are counted as PyTorch counts them. */
    public static final Operation GRID_SAMPLE = Operation.of(TorchOperators.GRID_SAMPLE)
            .inputs(2, 2)
            .attribute("mode", AttributeKind.INTEGER)
            .attribute("outside", AttributeKind.INTEGER)
            .attribute(ALIGN_CORNERS, AttributeKind.FLAG)
            .onnx(call -> call.result(
                    "GridSample",
                    List.of(call.input(0), call.input(1)),
                    "mode",
                    MODES[(int) call.node().integer("mode")],
                    "padding_mode",
                    OUTSIDE[(int) call.node().integer("outside")],
                    "align_corners",
                    call.node().flag(ALIGN_CORNERS) ? 1L : 0L))
            .cost((in, out) -> 16 * out.get(0).size())
            .declared();

    private Sampling() {}

    private static void resize(OnnxCall call, String mode, Object... attributes) {
        // All axes' sizes are wanted; the first two stay as they are.
        String all = call.apply("Shape", List.of(call.input(0)));
        String kept = call.apply("Slice", List.of(all, call.integers(0), call.integers(2)));
        String sizes = call.apply("Concat", List.of(kept, call.sizes(SIZES)), "axis", 0L);
        List<Object> given = new ArrayList<>(List.of("mode", mode));
        Collections.addAll(given, attributes);
        call.result("Resize", List.of(call.input(0), "", "", sizes), given.toArray());
    }
}
