package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.torchscript.ScriptOperator;

/**
 * What blocks do with arrays, declared once: how many inputs it takes, its attributes, how it runs on DJL's arrays, and
 * how it is written in a TorchScript and in an ONNX graph.
 *
 * @param name what it is called in graphs, unique
 * @param leastInputs the least number of inputs
 * @param mostInputs the largest number of inputs; those between may be absent
 * @param outputs number of outputs
 * @param attributes the kind of each attribute; an attribute may be absent
 * @param eager runs it
 * @param torch writes it in TorchScript
 * @param onnx writes it in ONNX
 * @param cost counts its arithmetic
 */
public record Operation(
        String name,
        int leastInputs,
        int mostInputs,
        int outputs,
        Map<String, AttributeKind> attributes,
        Eager eager,
        TorchForm torch,
        OnnxForm onnx,
        Cost cost) {

    /** Any number of inputs. */
    public static final int MANY = Integer.MAX_VALUE;

    public Operation {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** Runs an operation on DJL's arrays. */
    @FunctionalInterface
    public interface Eager {

        /**
         * Computes the outputs.
         *
         * @param inputs the inputs, null where one is absent
         */
        NDList run(List<NDArray> inputs, Attributes attributes);
    }

    /** Computes one output. */
    @FunctionalInterface
    public interface EagerSingle {
        NDArray run(List<NDArray> inputs, Attributes attributes);
    }

    /** Writes an operation in TorchScript. */
    @FunctionalInterface
    public interface TorchForm {

        /** An expression in TorchScript's serialised form; of several outputs, a tuple. */
        String expression(TorchCall call);
    }

    /** Writes an operation in ONNX. */
    @FunctionalInterface
    public interface OnnxForm {

        /** Adds nodes that compute the call's outputs. */
        void write(OnnxCall call);
    }

    /** Counts floating-point operations, a multiplication and an addition as two. */
    @FunctionalInterface
    public interface Cost {

        /** Moves elements about, or computes so little for each that bandwidth alone counts. */
        Cost OF_EACH_ELEMENT = (inputs, outputs) -> outputs.get(0).size();

        /**
         * Counts.
         *
         * @param inputs shapes of the inputs, null where one is absent
         * @param outputs shapes of the outputs
         */
        long operations(List<Shape> inputs, List<Shape> outputs);
    }

    /** Starts the declaration of an operation of one output whose arithmetic is one operation for each element. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Starts the declaration of an operator that DJL lacks: it runs and is written in TorchScript by its expression. */
    public static Builder of(ScriptOperator operator) {
        return named(operator.name())
                .eager((inputs, given) -> operator.run(inputs, given.values()))
                .torch(call -> call.filled(operator));
    }

    /**
     * Checks what a call gives.
     *
     * @throws IllegalArgumentException if the number of inputs or an attribute does not fit; the message names it
     */
    void check(int inputs, Attributes given) {
        if (inputs < leastInputs || inputs > mostInputs) {
            throw new IllegalArgumentException(name + " takes " + leastInputs
                    + (mostInputs == leastInputs ? "" : mostInputs == MANY ? " or more" : " to " + mostInputs)
                    + " inputs, not " + inputs);
        }
        given.values().forEach((attribute, value) -> {
            AttributeKind kind = attributes.get(attribute);
            if (kind == null || !kind.accepts(value)) {
                throw new IllegalArgumentException(name + ": attribute " + attribute + " is " + value + "; expected "
                        + (kind == null ? "one of " + attributes.keySet() : kind));
            }
        });
    }

    @Override
    public String toString() {
        return name;
    }

    /** Gathers a declaration. */
    public static final class Builder {

        private final String name;
        private final Map<String, AttributeKind> attributes = new LinkedHashMap<>();
        private int leastInputs = 1;
        private int mostInputs = 1;
        private int outputs = 1;
        private Eager eager;
        private TorchForm torch;
        private OnnxForm onnx;
        private Cost cost = Cost.OF_EACH_ELEMENT;

        private Builder(String name) {
            this.name = name;
        }

        public Builder inputs(int least, int most) {
            leastInputs = least;
            mostInputs = most;
            return this;
        }

        public Builder outputs(int count) {
            outputs = count;
            return this;
        }

        public Builder attribute(String attribute, AttributeKind kind) {
            attributes.put(attribute, kind);
            return this;
        }

        public Builder eager(EagerSingle form) {
            eager = (inputs, given) -> new NDList(form.run(inputs, given));
            return this;
        }

        public Builder eagerList(Eager form) {
            eager = form;
            return this;
        }

        public Builder torch(TorchForm form) {
            torch = form;
            return this;
        }

        public Builder onnx(OnnxForm form) {
            onnx = form;
            return this;
        }

        public Builder cost(Cost form) {
            cost = form;
            return this;
        }

        /**
         * The operation.
         *
         * @throws IllegalStateException if a form is missing
         */
        public Operation declared() {
            if (eager == null || torch == null || onnx == null) {
                throw new IllegalStateException("operation " + name + " lacks a form");
            }
            return new Operation(name, leastInputs, mostInputs, outputs, attributes, eager, torch, onnx, cost);
        }
    }
}
