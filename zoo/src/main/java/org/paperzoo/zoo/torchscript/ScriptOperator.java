package org.paperzoo.zoo.torchscript;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operator of PyTorch's that DJL lacks, as an expression of TorchScript with places for what it is given: {@code {0}}
 * is the first operand, {@code None} where it is absent; {@code {operands}} the list of all; {@code {axis}} the setting of
 * that name, {@code {!kind}} a setting that is a part of a name and stands without quotes, and {@code {#sizes}} how many
 * numbers a setting has.
 *
 * @param name what it is called in graphs
 */
public record ScriptOperator(String name, String expression) {

    private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");

    /** The loaded functions by their code. Whole and real numbers are arguments of them, so that there are few. */
    private static final Map<String, ScriptFunctions> LOADED = new ConcurrentHashMap<>();

    /** Loaded with the first operator that is used; numbers come as tensors on the CPU, which is all that DJL lets pass. */
    private static final class Numbers {
        static final NDManager CPU = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    }

    /** An array that records what is done with it instead of being a tensor of PyTorch's. */
    public interface Recorder {

        /** What stands for the operator's result. */
        NDArray record(ScriptOperator operator, List<NDArray> operands, Map<String, Object> settings);
    }

    /**
     * Applies the operator; where an operand records, it is recorded.
     *
     * @param operands null where one is absent; the result hangs on the first one's manager, and gradients flow to all
     * @param settings Long or Integer, long[], Double, Boolean or String
     */
    public NDArray apply(List<NDArray> operands, Map<String, Object> settings) {
        for (NDArray operand : operands) {
            if (operand instanceof Recorder recorder) {
                return recorder.record(this, operands, settings);
            }
        }
        return run(operands, settings);
    }

    /** Runs the operator on tensors of the PyTorch engine. */
    public NDArray run(List<NDArray> operands, Map<String, Object> settings) {
        List<Long> whole = new ArrayList<>();
        List<Double> real = new ArrayList<>();
        boolean listed = expression.contains("{operands}");
        String code = fill(place -> {
            if (place.equals("operands")) {
                return "operands";
            }
            if (Character.isDigit(place.charAt(0))) {
                int index = Integer.parseInt(place);
                return index < operands.size() && operands.get(index) != null ? "x" + index : "None";
            }
            return setting(place, settings, whole, real);
        });
        List<NDArray> numbers = new ArrayList<>();
        try {
            if (!whole.isEmpty()) {
                numbers.add(Numbers.CPU.create(
                        whole.stream().mapToLong(Long::longValue).toArray()));
            }
            if (!real.isEmpty()) {
                numbers.add(Numbers.CPU.create(
                        real.stream().mapToDouble(Double::doubleValue).toArray()));
            }
            NDList given = new NDList();
            List<String> parameters = new ArrayList<>();
            if (listed) {
                given.addAll(operands);
                parameters.add("operands: List[Tensor]");
            } else {
                for (int i = 0; i < operands.size(); i++) {
                    if (operands.get(i) != null) {
                        given.add(operands.get(i));
                        parameters.add("x" + i + ": Tensor");
                    }
                }
            }
            ScriptFunctions functions = LOADED.computeIfAbsent(
                    name + parameters + code, absent -> load(code, parameters, !whole.isEmpty(), !real.isEmpty()));
            NDArray[] settled = numbers.toArray(NDArray[]::new);
            return listed ? functions.callWithList(name, given, settled) : functions.call(name, given, settled);
        } finally {
            numbers.forEach(NDArray::close);
        }
    }

    /** The expression with every place filled. */
    public String fill(UnaryOperator<String> places) {
        Matcher matcher = PLACE.matcher(expression);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(places.apply(matcher.group(1))));
        }
        return matcher.appendTail(filled).toString();
    }

    /** A text in TorchScript. */
    public static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String setting(String place, Map<String, Object> settings, List<Long> whole, List<Double> real) {
        boolean counted = place.startsWith("#");
        boolean bare = place.startsWith("!");
        Object value = settings.get(counted || bare ? place.substring(1) : place);
        if (counted) {
            return Integer.toString(((long[]) value).length);
        }
        if (value instanceof long[] all) {
            int start = whole.size();
            for (long number : all) {
                whole.add(number);
            }
            return all.length == 0 ? "annotate(List[int], [])" : "n[" + start + ":" + whole.size() + "]";
        }
        if (value instanceof Long || value instanceof Integer) {
            whole.add(((Number) value).longValue());
            return "n[" + (whole.size() - 1) + "]";
        }
        if (value instanceof Double number) {
            real.add(number);
            return "r[" + (real.size() - 1) + "]";
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        return value == null ? "None" : bare ? value.toString() : quoted(value.toString());
    }

    private ScriptFunctions load(String code, List<String> parameters, boolean whole, boolean real) {
        List<String> all = new ArrayList<>(parameters);
        StringBuilder body = new StringBuilder();
        if (whole) {
            all.add("whole: Tensor");
            body.append("n = annotate(List[int], whole.tolist())\n");
        }
        if (real) {
            all.add("real: Tensor");
            body.append("r = annotate(List[float], real.tolist())\n");
        }
        body.append("return ").append(code);
        return ScriptFunctions.load(
                new TorchScriptArchive().method(name, "(" + String.join(", ", all) + ") -> Tensor", body.toString()));
    }
}
