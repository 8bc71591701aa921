package org.paperzoo.zoo.onnx;

import java.util.HashMap;
import java.util.Map;

/**
 * How many inputs and outputs the usual standard operators take, so that a wrong node fails where it is made and not
 * when the file is opened. From the operator documentation of ONNX for sets 13 to 22.
 */
record OnnxArity(int fewestInputs, int mostInputs, int mostOutputs) {

    private static final int ANY = Integer.MAX_VALUE;

    private static final Map<String, OnnxArity> KNOWN = new HashMap<>();

    static {
        know(new OnnxArity(0, 0, 1), "Constant");
        know(
                new OnnxArity(1, 1, 1),
                "Abs ArgMax ArgMin AveragePool Cast Ceil ConstantOfShape Cos DepthToSpace Elu Erf Exp Flatten Floor Gelu"
                        + " GlobalAveragePool HardSigmoid HardSwish Identity IsInf IsNaN LeakyRelu Log LogSoftmax Mish Neg"
                        + " NonZero Not Reciprocal Relu Round Selu Shape Sigmoid Sign Sin Size Softmax Softplus Softsign"
                        + " SpaceToDepth Sqrt Tanh Transpose");
        know(new OnnxArity(1, 1, 2), "MaxPool");
        know(new OnnxArity(1, 1, 3), "DynamicQuantizeLinear");
        know(
                new OnnxArity(1, 2, 1),
                "ReduceL1 ReduceL2 ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Squeeze Trilu");
        know(new OnnxArity(1, 2, ANY), "Split");
        know(new OnnxArity(1, 3, 1), "Clip");
        know(new OnnxArity(1, 3, 2), "Dropout");
        know(new OnnxArity(1, 4, 1), "Resize");
        know(new OnnxArity(1, ANY, 1), "Concat Einsum Max Mean Min Sum");
        know(
                new OnnxArity(2, 2, 1),
                "Add And CumSum Div Equal Expand Gather GatherElements GatherND Greater GreaterOrEqual GridSample Less"
                        + " LessOrEqual MatMul Mod Mul Or PRelu Pow Reshape Sub Tile Unsqueeze Xor");
        know(new OnnxArity(2, 2, 2), "TopK");
        know(new OnnxArity(2, 3, 1), "Conv ConvTranspose DequantizeLinear Gemm QuantizeLinear");
        know(new OnnxArity(2, 3, 3), "LayerNormalization");
        know(new OnnxArity(2, 4, 1), "MatMulInteger Pad");
        know(new OnnxArity(3, 3, 1), "InstanceNormalization OneHot Range ScatterElements ScatterND Where");
        know(new OnnxArity(3, 5, 1), "Slice");
        know(new OnnxArity(5, 5, 3), "BatchNormalization");
    }

    private static void know(OnnxArity arity, String operators) {
        for (String operator : operators.split(" ")) {
            KNOWN.put(operator, arity);
        }
    }

    /**
     * Checks a node's numbers of inputs and outputs; an operator that is not listed passes with at least one output.
     *
     * @throws IllegalArgumentException if the operator does not take so many
     */
    static void check(OnnxNode node) {
        if (node.outputs().stream().allMatch(String::isEmpty)) {
            throw new IllegalArgumentException(node + ": a node without an output");
        }
        OnnxArity arity = node.domain().equals(OnnxNode.STANDARD) ? KNOWN.get(node.operator()) : null;
        if (arity == null) {
            return;
        }
        int inputs = node.inputs().size();
        if (inputs < arity.fewestInputs || inputs > arity.mostInputs) {
            throw new IllegalArgumentException(node + ": " + inputs + " inputs, but the operator takes "
                    + range(arity.fewestInputs, arity.mostInputs));
        }
        if (node.inputs().subList(0, arity.fewestInputs).contains("")) {
            throw new IllegalArgumentException(
                    node + ": of the inputs " + node.inputs() + " the first " + arity.fewestInputs + " must be given");
        }
        if (node.outputs().size() > arity.mostOutputs) {
            throw new IllegalArgumentException(node + ": " + node.outputs().size() + " outputs, but the operator has "
                    + range(1, arity.mostOutputs));
        }
    }

    private static String range(int fewest, int most) {
        if (most == ANY) {
            return "at least " + fewest;
        }
        return fewest == most ? Integer.toString(most) : fewest + " to " + most;
    }
}
