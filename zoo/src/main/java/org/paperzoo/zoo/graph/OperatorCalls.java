package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.paperzoo.zoo.graph.operations.Arranging;
import org.paperzoo.zoo.graph.operations.Layers;
import org.paperzoo.zoo.graph.operations.Networks;
import org.paperzoo.zoo.graph.operations.Pooling;
import org.paperzoo.zoo.graph.operations.Sampling;
import org.paperzoo.zoo.torchscript.ScriptOperator;

/** Which operators that DJL lacks become which operations: those of the same name. */
final class OperatorCalls {

    private static final Map<String, Operation> OPERATIONS = Stream.of(
                    Networks.ATTENTION,
                    Layers.TRANSPOSED_CONVOLUTION,
                    Layers.GROUP_NORM,
                    Layers.EINSUM,
                    Pooling.AVG_POOL,
                    Pooling.ADAPTIVE_AVERAGE,
                    Sampling.NEAREST,
                    Sampling.SMOOTH,
                    Sampling.GRID_SAMPLE,
                    Arranging.ROLL,
                    Arranging.PAD,
                    Arranging.LOWER_TRIANGLE,
                    Arranging.UPPER_TRIANGLE,
                    Arranging.SCATTER_ADD)
            .collect(Collectors.toMap(Operation::name, Function.identity()));

    private OperatorCalls() {}

    static NDArray record(
            Recording recording, ScriptOperator operator, List<NDArray> operands, Map<String, Object> settings) {
        Operation operation = OPERATIONS.get(operator.name());
        if (operation == null) {
            throw new UntraceableException("there is no operation for " + operator.name() + ": declare one");
        }
        List<NDArray> inputs = new ArrayList<>(operands);
        while (inputs.get(inputs.size() - 1) == null) {
            inputs.remove(inputs.size() - 1);
        }
        if (operation == Networks.ATTENTION && inputs.size() > 3) {
            inputs.set(3, bias(recording, inputs.get(3)));
        }
        return recording.apply(operation, inputs, Attributes.of(settings)).get(0);
    }

    /** A mask of truth values as numbers to be added: what is hidden is so far down that nothing of it is left. */
    private static NDArray bias(Recording recording, NDArray mask) {
        if (mask.getDataType() != DataType.BOOLEAN) {
            return mask;
        }
        NDArray recorded = RecordedArray.behind(mask) == null ? recording.constant(mask) : mask;
        return recorded.logicalNot().toType(DataType.FLOAT32, false).mul(-1e30);
    }
}
