package org.paperzoo.zoo.graph.operations;

import static org.paperzoo.zoo.graph.operations.Arithmetic.unary;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.paperzoo.zoo.graph.OnnxCall;
import org.paperzoo.zoo.graph.Operation;
import org.paperzoo.zoo.graph.TorchCall;

/** Functions of elements that few networks need. */
public final class Functions {

    public static final Operation TAN = unary("tan", NDArray::tan, "Tan");
    public static final Operation ASIN = unary("asin", NDArray::asin, "Asin");
    public static final Operation ACOS = unary("acos", NDArray::acos, "Acos");
    public static final Operation ATAN = unary("atan", NDArray::atan, "Atan");
    public static final Operation SINH = unary("sinh", NDArray::sinh, "Sinh");
    public static final Operation COSH = unary("cosh", NDArray::cosh, "Cosh");

    public static final Operation LOG2 = Operation.named("log2")
            .eager((in, given) -> in.get(0).log2())
            .torch(call -> TorchCall.function("log2", call.input(0)))
            .onnx(call -> logarithm(call, 2))
            .declared();

    public static final Operation LOG10 = Operation.named("log10")
            .eager((in, given) -> in.get(0).log10())
            .torch(call -> TorchCall.function("log10", call.input(0)))
            .onnx(call -> logarithm(call, 10))
            .declared();

    /** Rounded towards zero. */
    public static final Operation TRUNC = Operation.named("trunc")
            .eager((in, given) -> in.get(0).trunc())
            .torch(call -> TorchCall.function("trunc", call.input(0)))
            .onnx(call -> {
                if (!call.outputType().isFloating()) {
                    call.result("Identity", List.of(call.input(0)));
                    return;
                }
                String size = call.apply("Floor", List.of(call.apply("Abs", List.of(call.input(0)))));
                call.result("Mul", List.of(call.apply("Sign", List.of(call.input(0))), size));
            })
            .declared();

    /** x / (1 + |x|). */
    public static final Operation SOFT_SIGN = Operation.named("softsign")
            .eager((in, given) -> in.get(0).getNDArrayInternal().softSign())
            .torch(call -> TorchCall.function(
                    "div", call.input(0), TorchCall.function("add", TorchCall.function("abs", call.input(0)), "1")))
            .onnx(call -> call.result("Softsign", List.of(call.input(0))))
            .declared();

    public static final Operation IS_NAN = Operation.named("isnan")
            .eager((in, given) -> in.get(0).isNaN())
            .torch(call -> TorchCall.function("isnan", call.input(0)))
            .onnx(call -> call.result("IsNaN", List.of(real(call))))
            .declared();

    public static final Operation IS_INFINITE = Operation.named("isinf")
            .eager((in, given) -> in.get(0).isInfinite())
            .torch(call -> TorchCall.function("isinf", call.input(0)))
            .onnx(call -> call.result("IsInf", List.of(real(call))))
            .declared();

    /** The angle of the point (second, first): -π to π. */
    public static final Operation ATAN2 = Operation.named("atan2")
            .inputs(2, 2)
            .eager((in, given) -> in.get(0).atan2(in.get(1)))
            .torch(call -> TorchCall.function("atan2", call.input(0), call.input(1)))
            .onnx(Functions::angle)
            .declared();

    /** The remainder that has the divisor's sign. */
    public static final Operation MOD = Arithmetic.operands("remainder", NDArray::mod, NDArray::mod)
            .torch(call -> TorchCall.function("remainder", call.input(0), Arithmetic.second(call)))
            .onnx(call -> {
                DataType type = call.outputType();
                List<String> operands = Arithmetic.operands(call, type);
                if (!type.isFloating()) {
                    call.result("Mod", operands);
                    return;
                }
                String whole = call.apply("Floor", List.of(call.apply("Div", operands)));
                call.result("Sub", List.of(operands.get(0), call.apply("Mul", List.of(whole, operands.get(1)))));
            })
            .declared();

    private Functions() {}

    /** The input as numbers that can be infinite or none: whole ones never are, and half precision might make them so. */
    private static String real(OnnxCall call) {
        return call.node().inputs().get(0).type().isFloating()
                ? call.full(call.input(0))
                : call.apply("Cast", List.of(call.input(0)), "to", OnnxCall.ONNX_FLOAT32);
    }

    private static void logarithm(OnnxCall call, double base) {
        DataType type = call.outputType();
        String natural = call.apply("Log", List.of(call.input(0, type)));
        call.result("Mul", List.of(natural, call.scalar(1 / Math.log(base), type)));
    }

    private static void angle(OnnxCall call) {
        DataType type = call.outputType();
        String y = call.input(0, type);
        String x = call.input(1, type);
        String zero = call.scalar(0, type);
        String half = call.apply("Atan", List.of(call.apply("Div", List.of(y, x))));
        String turn = call.apply(
                "Where",
                List.of(call.apply("Less", List.of(y, zero)), call.scalar(-Math.PI, type), call.scalar(Math.PI, type)));
        String turned = call.apply("Add", List.of(half, turn));
        String angle = call.apply("Where", List.of(call.apply("Less", List.of(x, zero)), turned, half));
        String origin = call.apply(
                "And", List.of(call.apply("Equal", List.of(x, zero)), call.apply("Equal", List.of(y, zero))));
        call.result("Where", List.of(origin, zero, angle));
    }
}
