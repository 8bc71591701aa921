package org.paperzoo.zoo.weights;

import java.util.List;

/** Where a parameter's values lie in a checkpoint of another naming. */
public sealed interface TensorSource {

    /** The checkpoint's tensors that it reads. */
    List<String> names();

    /** A tensor as it is. */
    record Whole(String name) implements TensorSource {
        @Override
        public List<String> names() {
            return List.of(name);
        }
    }

    /** Several tensors, one after another along the first axis: a packed projection from separate ones. */
    record Stacked(List<String> names) implements TensorSource {
        public Stacked {
            names = List.copyOf(names);
        }
    }

    /** One of {@code parts} equal parts of a tensor along the first axis: a separate projection from a packed one. */
    record Part(String name, int index, int parts) implements TensorSource {
        @Override
        public List<String> names() {
            return List.of(name);
        }
    }

    /** A matrix stored transposed. */
    record Transposed(String name) implements TensorSource {
        @Override
        public List<String> names() {
            return List.of(name);
        }
    }
}
