package org.paperzoo.zoo.graph.operations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.paperzoo.zoo.graph.AttributeKind;
import org.paperzoo.zoo.graph.Node;
import org.paperzoo.zoo.graph.OnnxCall;
import org.paperzoo.zoo.graph.Operation;
import org.paperzoo.zoo.graph.TorchCall;

/**
 * What is computed element by element. Two operands are two arrays that broadcast, or an array and the attribute
 * {@code number}.
 */
public final class Arithmetic {

    /** The second operand of an operation on one array. */
    public static final String NUMBER = "number";

    public static final Operation ADD = binary("add", NDArray::add, NDArray::add, "Add");
    public static final Operation SUB = binary("sub", NDArray::sub, NDArray::sub, "Sub");
    public static final Operation MUL = binary("mul", NDArray::mul, NDArray::mul, "Mul");
    public static final Operation DIV = binary("div", NDArray::div, NDArray::div, "Div");
    public static final Operation POW = binary("pow", NDArray::pow, NDArray::pow, "Pow");
    public static final Operation MINIMUM = extreme("minimum", NDArray::minimum, NDArray::minimum, "Min", "max");
    public static final Operation MAXIMUM = extreme("maximum", NDArray::maximum, NDArray::maximum, "Max", "min");

    public static final Operation EQ = comparison("eq", NDArray::eq, NDArray::eq, "Equal");
    public static final Operation NEQ = Operation.named("neq")
            .inputs(1, 2)
            .attribute(NUMBER, AttributeKind.NUMBER)
            .eager((in, given) ->
                    in.size() > 1 ? in.get(0).neq(in.get(1)) : in.get(0).neq(given.number(NUMBER)))
            .torch(call -> TorchCall.function("ne", call.input(0), second(call)))
            .onnx(call -> call.result("Not", List.of(call.apply("Equal", compared(call)))))
            .declared();
    public static final Operation LT = comparison("lt", NDArray::lt, NDArray::lt, "Less");
    public static final Operation LTE = comparison("le", NDArray::lte, NDArray::lte, "LessOrEqual");
    public static final Operation GT = comparison("gt", NDArray::gt, NDArray::gt, "Greater");
    public static final Operation GTE = comparison("ge", NDArray::gte, NDArray::gte, "GreaterOrEqual");

    public static final Operation AND = logical("logical_and", NDArray::logicalAnd, "And");
    public static final Operation OR = logical("logical_or", NDArray::logicalOr, "Or");
    public static final Operation XOR = logical("logical_xor", NDArray::logicalXor, "Xor");
    public static final Operation NOT = Operation.named("logical_not")
            .eager((in, given) -> in.get(0).logicalNot())
            .torch(call -> TorchCall.function("logical_not", call.input(0)))
            .onnx(call -> call.result("Not", List.of(call.input(0, DataType.BOOLEAN))))
            .declared();

    public static final Operation NEG = unary("neg", NDArray::neg, "Neg");
    public static final Operation ABS = unary("abs", NDArray::abs, "Abs");
    public static final Operation EXP = unary("exp", NDArray::exp, "Exp");
    public static final Operation LOG = unary("log", NDArray::log, "Log");
    public static final Operation SQRT = unary("sqrt", NDArray::sqrt, "Sqrt");
    public static final Operation FLOOR = rounding("floor", NDArray::floor, "Floor");
    public static final Operation CEIL = rounding("ceil", NDArray::ceil, "Ceil");
    public static final Operation ROUND = rounding("round", NDArray::round, "Round");
    public static final Operation SIGN = unary("sign", NDArray::sign, "Sign");
    public static final Operation SIN = unary("sin", NDArray::sin, "Sin");
    public static final Operation COS = unary("cos", NDArray::cos, "Cos");
    public static final Operation TANH = unary("tanh", NDArray::tanh, "Tanh");
    public static final Operation ERF = unary("erf", NDArray::erf, "Erf");
    public static final Operation RELU =
            unary("relu", x -> x.getNDArrayInternal().relu(), "Relu");
    public static final Operation SIGMOID =
            unary("sigmoid", x -> x.getNDArrayInternal().sigmoid(), "Sigmoid");
    public static final Operation SOFTPLUS = Operation.named("softplus")
            .eager((in, given) -> in.get(0).getNDArrayInternal().softPlus())
            .torch(call -> TorchCall.function("softplus", call.input(0), "1", "20"))
            .onnx(call -> call.result("Softplus", List.of(call.input(0))))
            .declared();
    public static final Operation SELU =
            unary("selu", x -> x.getNDArrayInternal().selu(), "Selu");

    public static final Operation SQUARE = Operation.named("square")
            .eager((in, given) -> in.get(0).square())
            .torch(call -> TorchCall.function("mul", call.input(0), call.input(0)))
            .onnx(call -> call.result("Mul", List.of(call.input(0), call.input(0))))
            .declared();

    /** The exact GELU, x · Φ(x); ONNX has it from opset 20 on, so it is written out, as runtimes recognise it. */
    public static final Operation GELU = Operation.named("gelu")
            .eager((in, given) -> in.get(0).getNDArrayInternal().gelu())
            .torch(call -> TorchCall.function("gelu", call.input(0)))
            .onnx(call -> {
                DataType type = call.outputType();
                String x = call.input(0);
                String scaled = call.apply("Div", List.of(x, call.scalar(Math.sqrt(2), type)));
                String shifted = call.apply("Add", List.of(call.apply("Erf", List.of(scaled)), call.scalar(1, type)));
                call.result("Mul", List.of(call.apply("Mul", List.of(x, shifted)), call.scalar(0.5, type)));
            })
            .declared();

    /** x · sigmoid(beta x). */
    public static final Operation SWISH = Operation.named("swish")
            .attribute("beta", AttributeKind.NUMBER)
            .eager((in, given) -> in.get(0).getNDArrayInternal().swish((float) given.number("beta")))
            .torch(call -> {
                String x = call.input(0);
                return call.node().number("beta").equals(1.0)
                        ? TorchCall.function("silu", x)
                        : TorchCall.function(
                                "mul",
                                x,
                                TorchCall.function("sigmoid", TorchCall.function("mul", x, call.attribute("beta"))));
            })
            .onnx(call -> {
                String x = call.input(0);
                boolean plain = call.node().number("beta").equals(1.0);
                String scaled = plain ? x : call.apply("Mul", List.of(x, call.number("beta", call.outputType())));
                call.result("Mul", List.of(x, call.apply("Sigmoid", List.of(scaled))));
            })
            .declared();

    public static final Operation ELU = Operation.named("elu")
            .attribute("alpha", AttributeKind.NUMBER)
            .eager((in, given) -> in.get(0).getNDArrayInternal().elu((float) given.number("alpha")))
            .torch(call -> TorchCall.function("elu", call.input(0), call.attribute("alpha")))
            .onnx(call -> call.result("Elu", List.of(call.input(0)), "alpha", fixedFloat(call, "alpha")))
            .declared();

    public static final Operation LEAKY_RELU = Operation.named("leaky_relu")
            .attribute("alpha", AttributeKind.NUMBER)
            .eager((in, given) -> in.get(0).getNDArrayInternal().leakyRelu((float) given.number("alpha")))
            .torch(call -> TorchCall.function("leaky_relu", call.input(0), call.attribute("alpha")))
            .onnx(call -> call.result("LeakyRelu", List.of(call.input(0)), "alpha", fixedFloat(call, "alpha")))
            .declared();

    /** Condition, value where it holds, value elsewhere. */
    public static final Operation WHERE = Operation.named("where")
            .inputs(3, 3)
            .eager((in, given) -> in.get(1).getNDArrayInternal().where(in.get(0), in.get(2)))
            .torch(call -> TorchCall.function("where", call.input(0), call.input(1), call.input(2)))
            .onnx(call -> {
                DataType type = call.outputType();
                String condition = call.input(0, DataType.BOOLEAN);
                if (type.isBoolean()) {
                    // ONNX Runtime's Where takes no truth values.
                    String here = call.apply("And", List.of(condition, call.input(1)));
                    String elsewhere = call.apply("And", List.of(call.apply("Not", List.of(condition)), call.input(2)));
                    call.result("Or", List.of(here, elsewhere));
                } else {
                    call.result("Where", List.of(condition, call.input(1, type), call.input(2, type)));
                }
            })
            .declared();

    /** The same values in another type. */
    public static final Operation CAST = Operation.named("cast")
            .attribute("type", AttributeKind.TYPE)
            .eager((in, given) -> in.get(0).toType(given.type("type"), true))
            .torch(call -> TorchCall.function(
                    "to", call.input(0), call.type(call.node().type("type"))))
            .onnx(call -> call.result("Cast", List.of(call.input(0)), "to", call.type(call.outputType())))
            .declared();

    private Arithmetic() {}

    private static Operation binary(
            String name,
            BiFunction<NDArray, NDArray, NDArray> ofArrays,
            BiFunction<NDArray, Number, NDArray> withNumber,
            String onnx) {
        return operands(name, ofArrays, withNumber)
                .torch(call -> TorchCall.function(name, call.input(0), second(call)))
                .onnx(call -> call.result(onnx, operands(call, call.outputType())))
                .declared();
    }

    private static Operation extreme(
            String name,
            BiFunction<NDArray, NDArray, NDArray> ofArrays,
            BiFunction<NDArray, Number, NDArray> withNumber,
            String onnx,
            String bound) {
        return operands(name, ofArrays, withNumber)
                .torch(call -> call.hasInput(1)
                        ? TorchCall.function(name, call.input(0), call.input(1))
                        : TorchCall.function("clamp_" + bound, call.input(0), second(call)))
                .onnx(call -> call.result(onnx, operands(call, call.outputType())))
                .declared();
    }

    static Operation.Builder operands(
            String name,
            BiFunction<NDArray, NDArray, NDArray> ofArrays,
            BiFunction<NDArray, Number, NDArray> withNumber) {
        return Operation.named(name)
                .inputs(1, 2)
                .attribute(NUMBER, AttributeKind.NUMBER)
                .eager((in, given) -> in.size() > 1
                        ? ofArrays.apply(in.get(0), in.get(1))
                        : withNumber.apply(in.get(0), number(in.get(0), given.number(NUMBER))));
    }

    /** A whole number stays one beside whole numbers, so that no type changes. */
    private static Number number(NDArray array, double value) {
        if (!array.getDataType().isFloating() && value == Math.rint(value)) {
            return (long) value;
        }
        if (array.getDataType() == DataType.FLOAT64) {
            return value;
        }
        return (float) value;
    }

    private static Operation comparison(
            String name,
            BiFunction<NDArray, NDArray, NDArray> ofArrays,
            BiFunction<NDArray, Number, NDArray> withNumber,
            String onnx) {
        return operands(name, ofArrays, withNumber)
                .torch(call -> TorchCall.function(name, call.input(0), second(call)))
                .onnx(call -> call.result(onnx, compared(call)))
                .declared();
    }

    private static Operation logical(String name, BiFunction<NDArray, NDArray, NDArray> eager, String onnx) {
        return Operation.named(name)
                .inputs(2, 2)
                .eager((in, given) -> eager.apply(in.get(0), in.get(1)))
                .torch(call -> TorchCall.function(name, call.input(0), call.input(1)))
                .onnx(call ->
                        call.result(onnx, List.of(call.input(0, DataType.BOOLEAN), call.input(1, DataType.BOOLEAN))))
                .declared();
    }

    /** A function of one array, which makes whole numbers real where PyTorch's does. */
    static Operation unary(String name, UnaryOperator<NDArray> eager, String onnx) {
        return Operation.named(name)
                .eager((in, given) -> eager.apply(in.get(0)))
                .torch(call -> TorchCall.function(name, call.input(0)))
                .onnx(call -> call.result(onnx, List.of(call.input(0, call.outputType()))))
                .declared();
    }

    /** Rounding, which leaves whole numbers as they are. */
    private static Operation rounding(String name, UnaryOperator<NDArray> eager, String onnx) {
        return Operation.named(name)
                .eager((in, given) -> eager.apply(in.get(0)))
                .torch(call -> TorchCall.function(name, call.input(0)))
                .onnx(call -> call.result(call.outputType().isFloating() ? onnx : "Identity", List.of(call.input(0))))
                .declared();
    }

    static String second(TorchCall call) {
        return call.hasInput(1) ? call.input(1) : call.attribute(NUMBER);
    }

    static List<String> operands(OnnxCall call, DataType type) {
        return List.of(call.input(0, type), call.hasInput(1) ? call.input(1, type) : call.number(NUMBER, type));
    }

    /** Operands of a comparison in the type that holds both, as PyTorch promotes them. */
    private static List<String> compared(OnnxCall call) {
        Node node = call.node();
        DataType type = node.inputs().get(0).type();
        if (call.hasInput(1)) {
            type = wider(type, node.inputs().get(1).type());
            // ONNX compares truth values with each other for equality alone.
            boolean ordered = node.operation() != EQ && node.operation() != NEQ;
            type = type.isBoolean() && ordered ? DataType.INT32 : type;
        } else if (!type.isFloating() && node.number(NUMBER) instanceof Double number && number != Math.rint(number)) {
            type = DataType.FLOAT32;
        } else if (type.isBoolean()) {
            type = DataType.INT64;
        }
        return operands(call, type);
    }

    private static DataType wider(DataType left, DataType right) {
        if (left.isFloating() != right.isFloating()) {
            return left.isFloating() ? left : right;
        }
        if (left.isBoolean() || right.isBoolean()) {
            return left.isBoolean() ? right : left;
        }
        return left.getNumOfBytes() >= right.getNumOfBytes() ? left : right;
    }

    static float fixedFloat(OnnxCall call, String attribute) {
        return ((Double) call.node().number(attribute)).floatValue();
    }
}
