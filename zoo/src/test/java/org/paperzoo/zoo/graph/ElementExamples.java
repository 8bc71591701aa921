package org.paperzoo.zoo.graph;

import static org.paperzoo.zoo.graph.OperationExample.N;
import static org.paperzoo.zoo.graph.OperationExample.among;
import static org.paperzoo.zoo.graph.OperationExample.between;
import static org.paperzoo.zoo.graph.OperationExample.longs;
import static org.paperzoo.zoo.graph.OperationExample.of;
import static org.paperzoo.zoo.graph.OperationExample.reals;
import static org.paperzoo.zoo.graph.OperationExample.truths;
import static org.paperzoo.zoo.graph.OperationExample.whole;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.paperzoo.zoo.graph.OperationExample.Input;

/** Examples of what is computed element by element. */
final class ElementExamples {

    private static final float[] TIES = {-2.5f, -1.5f, -0.5f, 0f, 0.5f, 1.5f, 2.5f, 0.75f, -0.75f};
    private static final float[] EXTREMES = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, 1f, -1f};

    private ElementExamples() {}

    static List<OperationExample> all() {
        List<OperationExample> all = new ArrayList<>();
        unary(all);
        binary(all);
        comparisons(all);
        logic(all);
        choices(all);
        return all;
    }

    private static void unary(List<OperationExample> all) {
        Map<String, UnaryOperator<NDArray>> onReals = new LinkedHashMap<>();
        onReals.put("neg", NDArray::neg);
        onReals.put("abs", NDArray::abs);
        onReals.put("exp", NDArray::exp);
        onReals.put("square", NDArray::square);
        onReals.put("sign", NDArray::sign);
        onReals.put("sin", NDArray::sin);
        onReals.put("cos", NDArray::cos);
        onReals.put("tanh", NDArray::tanh);
        onReals.put("erf", NDArray::erf);
        onReals.put("atan", NDArray::atan);
        onReals.put("sinh", NDArray::sinh);
        onReals.put("cosh", NDArray::cosh);
        onReals.put("toRadians", NDArray::toRadians);
        onReals.put("relu", x -> x.getNDArrayInternal().relu());
        onReals.put("sigmoid", x -> x.getNDArrayInternal().sigmoid());
        onReals.put("softplus", x -> x.getNDArrayInternal().softPlus());
        onReals.put("softsign", x -> x.getNDArrayInternal().softSign());
        onReals.put("selu", x -> x.getNDArrayInternal().selu());
        onReals.put("gelu", x -> x.getNDArrayInternal().gelu());
        onReals.put("mish", x -> x.getNDArrayInternal().mish());
        onReals.put("silu", x -> x.getNDArrayInternal().swish(1));
        onReals.put("swish", x -> x.getNDArrayInternal().swish(1.5f));
        onReals.put("elu", x -> x.getNDArrayInternal().elu(0.7f));
        onReals.put("leaky_relu", x -> x.getNDArrayInternal().leakyRelu(0.1f));
        onReals.put("rsub", x -> x.getNDArrayInternal().rsub(1));
        onReals.put("clip", x -> x.clip(-0.5, 1.25));
        onReals.put("relu6", x -> x.clip(0, 6));
        onReals.forEach((name, call) -> all.add(of(name, x -> call.apply(x.get(0)), reals(2, N))));

        all.add(of(
                "softplus of large numbers", x -> x.get(0).getNDArrayInternal().softPlus(), between(-30, 30, N)));
        all.add(of("clip of whole numbers", x -> x.get(0).clip(0, 2), longs(-5, 9, N)));
        all.add(of("clip of whole numbers by reals", x -> x.get(0).clip(0.5, 2.5), longs(-5, 9, N)));
        all.add(of("tan", x -> x.get(0).tan(), between(-1.2, 1.2, N)));
        Map<String, UnaryOperator<NDArray>> onPositive = new LinkedHashMap<>();
        onPositive.put("log", NDArray::log);
        onPositive.put("log2", NDArray::log2);
        onPositive.put("log10", NDArray::log10);
        onPositive.put("sqrt", NDArray::sqrt);
        onPositive.put("cbrt", NDArray::cbrt);
        onPositive.put("rdiv", x -> x.getNDArrayInternal().rdiv(2));
        onPositive.forEach((name, call) -> all.add(of(name, x -> call.apply(x.get(0)), between(0.1, 4, N, 2))));
        all.add(of("asin", x -> x.get(0).asin(), between(-0.9, 0.9, N)));
        all.add(of("acos", x -> x.get(0).acos(), between(-0.9, 0.9, N)));
        Map<String, UnaryOperator<NDArray>> rounding = new LinkedHashMap<>();
        rounding.put("floor", NDArray::floor);
        rounding.put("ceil", NDArray::ceil);
        rounding.put("round", NDArray::round);
        rounding.put("trunc", NDArray::trunc);
        rounding.forEach((name, call) -> {
            all.add(of(name, x -> call.apply(x.get(0)), among(TIES, 3, N)));
            all.add(of(name + " of whole numbers", x -> call.apply(x.get(0)), longs(-3, 4, N)));
        });
        all.add(of("sqrt of whole numbers", x -> x.get(0).sqrt(), longs(0, 9, N)));
        all.add(of("abs of whole numbers", x -> x.get(0).abs(), whole(DataType.INT32, -9, 9, N)));
        all.add(of("isNaN", x -> x.get(0).isNaN(), among(EXTREMES, 3, N)));
        all.add(of("isNaN of whole numbers", x -> x.get(0).isNaN(), longs(-4, 4, N)));
        all.add(of("isInfinite of whole numbers", x -> x.get(0).isInfinite(), longs(70000, 70010, N)));
        all.add(of("isInfinite", x -> x.get(0).isInfinite(), among(EXTREMES, 3, N)));
        all.add(of("relu of NaN", x -> x.get(0).getNDArrayInternal().relu(), among(EXTREMES, 3, N)));
    }

    private static void binary(List<OperationExample> all) {
        Map<String, BinaryOperator<NDArray>> ofArrays = new LinkedHashMap<>();
        ofArrays.put("add", NDArray::add);
        ofArrays.put("sub", NDArray::sub);
        ofArrays.put("mul", NDArray::mul);
        ofArrays.put("div", NDArray::div);
        ofArrays.put("minimum", NDArray::minimum);
        ofArrays.put("maximum", NDArray::maximum);
        ofArrays.put("mod", NDArray::mod);
        ofArrays.forEach((name, call) -> {
            Input divisors = among(new float[] {-1.5f, -1, 0.5f, 0.75f, 2}, N);
            all.add(of(name, x -> call.apply(x.get(0), x.get(1)), reals(3, N), divisors));
            all.add(of(
                    name + " of whole numbers",
                    x -> call.apply(x.get(0), x.get(1)),
                    longs(-9, 9, 3, N),
                    longs(1, 5, 3, 1)));
            all.add(of(
                    name + " of whole and real numbers",
                    x -> call.apply(x.get(0), x.get(1)),
                    longs(-9, 9, N),
                    divisors));
            all.add(of(
                    name + " of two widths",
                    x -> call.apply(x.get(0), x.get(1)),
                    whole(DataType.INT32, -9, 9, N),
                    longs(1, 5, N)));
        });
        Map<String, BiNumber> withNumber = new LinkedHashMap<>();
        withNumber.put("add", NDArray::add);
        withNumber.put("sub", NDArray::sub);
        withNumber.put("mul", NDArray::mul);
        withNumber.put("div", NDArray::div);
        withNumber.put("minimum", NDArray::minimum);
        withNumber.put("maximum", NDArray::maximum);
        withNumber.put("mod", NDArray::mod);
        withNumber.forEach((name, call) -> {
            all.add(of(name + " a number", x -> call.apply(x.get(0), 1.25), reals(N)));
            all.add(of(name + " a whole number to reals", x -> call.apply(x.get(0), 2), reals(N)));
            all.add(of(name + " a whole number to whole ones", x -> call.apply(x.get(0), 2), longs(-9, 9, N)));
            all.add(of(
                    name + " a whole number to int32", x -> call.apply(x.get(0), 2), whole(DataType.INT32, -9, 9, N)));
            all.add(of(name + " a number to whole ones", x -> call.apply(x.get(0), 1.5), longs(-9, 9, N)));
            all.add(of(name + " a real whole number to whole ones", x -> call.apply(x.get(0), 2f), longs(-9, 9, N)));
        });
        all.add(of("pow", x -> x.get(0).pow(x.get(1)), between(0.1, 2, N), between(-2, 2, N)));
        all.add(of("pow a number", x -> x.get(0).pow(1.5), between(0.1, 2, N)));
        all.add(of("pow a whole number", x -> x.get(0).pow(3), reals(N)));
        all.add(of("pow of whole numbers", x -> x.get(0).pow(2), longs(-4, 5, N)));
        all.add(of("rpow", x -> x.get(0).getNDArrayInternal().rpow(2), reals(N)));
        all.add(of(
                "atan2",
                x -> x.get(0).atan2(x.get(1)),
                among(new float[] {-1, -0.5f, 0, 0.5f, 2}, 4, N),
                among(new float[] {-1, -0.5f, 0, 0.5f, 2}, 4, N)));
        all.add(of("add a size", x -> x.get(0).add(x.get(0).getShape().get(0)), reals(N)));
        all.add(of("add truths", x -> x.get(0).add(x.get(1)), truths(N), longs(0, 5, N)));
        all.add(of("mul truths", x -> x.get(0).mul(x.get(1)), reals(N), truths(N)));
        all.add(of("mul truths by a number", x -> x.get(0).mul(2.5), truths(N)));
        all.add(of("mul truths by a whole number", x -> x.get(0).mul(2), truths(N)));
        all.add(of("add a long number to truths", x -> x.get(0).add(3L), truths(N)));
        all.add(of("maximum of truths and a whole number", x -> x.get(0).maximum(0), truths(N)));
        all.add(of(
                "add to a duplicate in place",
                x -> {
                    NDArray original = x.get(0).mul(2);
                    return original.duplicate().addi(1).mul(original);
                },
                reals(N)));
        all.add(of("add in place", x -> x.get(0).mul(2).addi(x.get(1)).muli(0.5), reals(N), reals(N)));
    }

    private interface BiNumber {
        NDArray apply(NDArray array, Number number);
    }

    private static void comparisons(List<OperationExample> all) {
        Map<String, BinaryOperator<NDArray>> ofArrays = new LinkedHashMap<>();
        ofArrays.put("eq", NDArray::eq);
        ofArrays.put("neq", NDArray::neq);
        ofArrays.put("lt", NDArray::lt);
        ofArrays.put("lte", NDArray::lte);
        ofArrays.put("gt", NDArray::gt);
        ofArrays.put("gte", NDArray::gte);
        ofArrays.forEach((name, call) -> {
            all.add(of(name, x -> call.apply(x.get(0), x.get(1)), among(TIES, 3, N), among(TIES, N)));
            all.add(of(
                    name + " of whole numbers",
                    x -> call.apply(x.get(0), x.get(1)),
                    longs(-2, 3, N),
                    whole(DataType.INT32, -2, 3, N)));
            all.add(of(
                    name + " of whole and real numbers",
                    x -> call.apply(x.get(0), x.get(1)),
                    longs(-2, 3, N),
                    among(TIES, N)));
        });
        Map<String, BiNumber> withNumber = new LinkedHashMap<>();
        withNumber.put("eq", NDArray::eq);
        withNumber.put("neq", NDArray::neq);
        withNumber.put("lt", NDArray::lt);
        withNumber.put("lte", NDArray::lte);
        withNumber.put("gt", NDArray::gt);
        withNumber.put("gte", NDArray::gte);
        withNumber.forEach((name, call) -> {
            all.add(of(name + " a number", x -> call.apply(x.get(0), 0.5), among(TIES, N)));
            all.add(of(name + " a number of whole ones", x -> call.apply(x.get(0), 0.5), longs(-2, 3, N)));
            all.add(of(name + " a whole number", x -> call.apply(x.get(0), 1), longs(-2, 3, N)));
        });
        all.add(of("lt of truths", x -> x.get(0).lt(x.get(1)), truths(N), truths(N)));
        all.add(of("gte of truths", x -> x.get(0).gte(x.get(1)), truths(3, N), truths(N)));
        all.add(of("eq of truths", x -> x.get(0).eq(x.get(1)), truths(N), truths(N)));
        all.add(of("eq a number of truths", x -> x.get(0).eq(1), truths(N)));
    }

    private static void logic(List<OperationExample> all) {
        all.add(of("logicalAnd", x -> x.get(0).logicalAnd(x.get(1)), truths(3, N), truths(N)));
        all.add(of("logicalOr", x -> x.get(0).logicalOr(x.get(1)), truths(3, N), truths(N)));
        all.add(of("logicalXor", x -> x.get(0).logicalXor(x.get(1)), truths(3, N), truths(N)));
        all.add(of("logicalNot", x -> x.get(0).logicalNot(), truths(3, N)));
        all.add(of("logicalNot of numbers", x -> x.get(0).logicalNot(), longs(0, 3, N)));
        all.add(of("logicalAnd of numbers", x -> x.get(0).logicalAnd(x.get(1)), longs(0, 3, N), truths(N)));
    }

    private static void choices(List<OperationExample> all) {
        all.add(of(
                "where",
                x -> x.get(1).getNDArrayInternal().where(x.get(0), x.get(2)),
                truths(2, N),
                reals(2, N),
                reals(2, N)));
        all.add(of(
                "where of whole numbers",
                x -> x.get(1).getNDArrayInternal().where(x.get(0), x.get(2)),
                truths(N),
                longs(-4, 4, N),
                longs(-4, 4, N)));
        all.add(of(
                "where of truths",
                x -> x.get(1).getNDArrayInternal().where(x.get(0), x.get(2)),
                truths(2, N),
                truths(2, N),
                truths(2, N)));
        for (DataType type : new DataType[] {DataType.INT64, DataType.INT32, DataType.BOOLEAN, DataType.UINT8}) {
            all.add(of("reals to " + type, x -> x.get(0).toType(type, false), among(new float[] {0, 1.75f, 2}, N)));
        }
        all.add(of("negative reals to INT64", x -> x.get(0).toType(DataType.INT64, false), reals(N)));
        all.add(of("whole numbers to reals", x -> x.get(0).toType(DataType.FLOAT32, false), longs(-9, 9, N)));
        all.add(of("truths to whole numbers", x -> x.get(0).toType(DataType.INT64, false), truths(N)));
        all.add(of("whole numbers to truths", x -> x.get(0).toType(DataType.BOOLEAN, false), longs(-2, 3, N)));
    }
}
