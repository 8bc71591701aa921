package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.graph.ArrayCalls.Call;
import org.paperzoo.zoo.graph.operations.Arithmetic;
import org.paperzoo.zoo.graph.operations.Functions;

/** Calls that compute element by element. */
final class ElementCalls {

    private ElementCalls() {}

    static void declare(Map<String, Call> calls) {
        binary(calls, "add", Arithmetic.ADD);
        binary(calls, "sub", Arithmetic.SUB);
        binary(calls, "mul", Arithmetic.MUL);
        binary(calls, "div", Arithmetic.DIV);
        binary(calls, "pow", Arithmetic.POW);
        binary(calls, "mod", Functions.MOD);
        operands(calls, "minimum", Arithmetic.MINIMUM);
        operands(calls, "maximum", Arithmetic.MAXIMUM);
        comparison(calls, "eq", Arithmetic.EQ);
        comparison(calls, "neq", Arithmetic.NEQ);
        comparison(calls, "lt", Arithmetic.LT);
        comparison(calls, "lte", Arithmetic.LTE);
        comparison(calls, "gt", Arithmetic.GT);
        comparison(calls, "gte", Arithmetic.GTE);
        operands(calls, "logicalAnd", Arithmetic.AND);
        operands(calls, "logicalOr", Arithmetic.OR);
        operands(calls, "logicalXor", Arithmetic.XOR);
        unary(calls, "logicalNot", Arithmetic.NOT);
        unary(calls, "neg", Arithmetic.NEG);
        unary(calls, "abs", Arithmetic.ABS);
        unary(calls, "exp", Arithmetic.EXP);
        unary(calls, "log", Arithmetic.LOG);
        unary(calls, "sqrt", Arithmetic.SQRT);
        unary(calls, "square", Arithmetic.SQUARE);
        unary(calls, "floor", Arithmetic.FLOOR);
        unary(calls, "ceil", Arithmetic.CEIL);
        unary(calls, "round", Arithmetic.ROUND);
        unary(calls, "sign", Arithmetic.SIGN);
        unary(calls, "sin", Arithmetic.SIN);
        unary(calls, "cos", Arithmetic.COS);
        unary(calls, "tanh", Arithmetic.TANH);
        unary(calls, "erf", Arithmetic.ERF);
        unary(calls, "relu", Arithmetic.RELU);
        unary(calls, "sigmoid", Arithmetic.SIGMOID);
        unary(calls, "softPlus", Arithmetic.SOFTPLUS);
        unary(calls, "selu", Arithmetic.SELU);
        unary(calls, "gelu", Arithmetic.GELU);
        unary(calls, "tan", Functions.TAN);
        unary(calls, "asin", Functions.ASIN);
        unary(calls, "acos", Functions.ACOS);
        unary(calls, "atan", Functions.ATAN);
        unary(calls, "sinh", Functions.SINH);
        unary(calls, "cosh", Functions.COSH);
        unary(calls, "log2", Functions.LOG2);
        unary(calls, "log10", Functions.LOG10);
        unary(calls, "trunc", Functions.TRUNC);
        unary(calls, "softSign", Functions.SOFT_SIGN);
        unary(calls, "isNaN", Functions.IS_NAN);
        unary(calls, "isInfinite", Functions.IS_INFINITE);
        calls.put("atan2(NDArray)", (self, given) -> self.apply(Functions.ATAN2, Attributes.NONE, (NDArray) given[0]));
        calls.put("cbrt()", (self, given) -> self.self().pow(1 / 3.0));
        calls.put("toDegrees()", (self, given) -> self.self().mul(180.0).div(Math.PI));
        calls.put("toRadians()", (self, given) -> self.self().mul(Math.PI).div(180.0));
        calls.put("negi()", (self, given) -> self.become(self.self().neg()));
        calls.put("signi()", (self, given) -> self.become(self.self().sign()));
        calls.put("swish(float)", (self, given) -> self.apply(Arithmetic.SWISH, Attributes.of("beta", given[0])));
        calls.put("elu(float)", (self, given) -> self.apply(Arithmetic.ELU, Attributes.of("alpha", given[0])));
        calls.put(
                "leakyRelu(float)",
                (self, given) -> self.apply(Arithmetic.LEAKY_RELU, Attributes.of("alpha", given[0])));
        calls.put(
                "where(NDArray,NDArray)",
                (self, given) -> self.recording()
                        .apply(
                                Arithmetic.WHERE,
                                List.of((NDArray) given[0], self.self(), (NDArray) given[1]),
                                Attributes.NONE)
                        .get(0));
        calls.put("clip(Number,Number)", (self, given) -> {
            boolean real = isReal(given[0]) || isReal(given[1]);
            // Unlike other calls with numbers, PyTorch's makes whole elements float32, whatever the numbers' width.
            NDArray x = real && !self.array().getDataType().isFloating()
                    ? self.self().toType(DataType.FLOAT32, false)
                    : self.self();
            return x.maximum((Number) given[0]).minimum((Number) given[1]);
        });
        calls.put(
                "toType(DataType,boolean)",
                (self, given) -> self.array().getDataType() == given[0]
                        ? self.self()
                        : self.apply(Arithmetic.CAST, Attributes.of("type", given[0])));
    }

    /** An operation and its form in place, which DJL names with an i at the end. */
    private static void binary(Map<String, Call> calls, String name, Operation operation) {
        operands(calls, name, operation);
        calls.put(name + "i(NDArray)", (self, given) -> self.become(ofArrays(self, operation, given)));
        calls.put(name + "i(Number)", (self, given) -> self.become(withNumber(self, operation, given)));
    }

    private static void operands(Map<String, Call> calls, String name, Operation operation) {
        calls.put(name + "(NDArray)", (self, given) -> ofArrays(self, operation, given));
        calls.put(name + "(Number)", (self, given) -> withNumber(self, operation, given));
    }

    private static NDArray ofArrays(RecordedArray self, Operation operation, Object[] given) {
        return self.apply(operation, Attributes.NONE, (NDArray) given[0]);
    }

    private static void comparison(Map<String, Call> calls, String name, Operation operation) {
        calls.put(name + "(NDArray)", (self, given) -> ofArrays(self, operation, given));
        calls.put(name + "(Number)", (self, given) -> beside(self, operation, (Number) given[0]));
    }

    /** DJL gives PyTorch numbers as arrays, so a whole one makes truth values whole numbers of its own width. */
    private static NDArray withNumber(RecordedArray self, Operation operation, Object[] given) {
        boolean counted = self.array().getDataType().isBoolean() && given[0] instanceof Integer;
        RecordedArray array = counted ? RecordedArray.behind(self.self().toType(DataType.INT32, false)) : self;
        return beside(array, operation, (Number) given[0]);
    }

    /** A real number beside whole ones makes them real, of its own width. */
    private static NDArray beside(RecordedArray self, Operation operation, Number number) {
        RecordedArray array = self;
        if (!self.array().getDataType().isFloating() && isReal(number)) {
            DataType real = number instanceof Float ? DataType.FLOAT32 : DataType.FLOAT64;
            array = RecordedArray.behind(self.self().toType(real, false));
        }
        return array.apply(operation, Attributes.of(Arithmetic.NUMBER, number.doubleValue()));
    }

    private static boolean isReal(Object number) {
        return number instanceof Float || number instanceof Double;
    }

    private static void unary(Map<String, Call> calls, String name, Operation operation) {
        calls.put(name + "()", (self, given) -> self.apply(operation, Attributes.NONE));
    }
}
