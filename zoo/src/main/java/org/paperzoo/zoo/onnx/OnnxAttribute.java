package org.paperzoo.zoo.onnx;

import java.util.Arrays;
import java.util.List;

/** The value of a node's attribute; ONNX says for each operator's attribute which of these it takes. */
public sealed interface OnnxAttribute {

    record Integer(long value) implements OnnxAttribute {}

    record Real(float value) implements OnnxAttribute {}

    record Text(String value) implements OnnxAttribute {}

    record Integers(List<Long> values) implements OnnxAttribute {
        public Integers {
            values = List.copyOf(values);
        }
    }

    record Reals(List<Float> values) implements OnnxAttribute {
        public Reals {
            values = List.copyOf(values);
        }
    }

    record Tensor(OnnxConstant value) implements OnnxAttribute {}

    static OnnxAttribute integer(long value) {
        return new Integer(value);
    }

    static OnnxAttribute real(float value) {
        return new Real(value);
    }

    static OnnxAttribute text(String value) {
        return new Text(value);
    }

    static OnnxAttribute integers(long... values) {
        return new Integers(Arrays.stream(values).boxed().toList());
    }

    static OnnxAttribute reals(float... values) {
        Float[] boxed = new Float[values.length];
        Arrays.setAll(boxed, i -> values[i]);
        return new Reals(List.of(boxed));
    }

    /** A tensor, kept in the model file itself whatever its size. */
    static OnnxAttribute tensor(OnnxConstant value) {
        return new Tensor(value);
    }
}
