package org.paperzoo.zoo.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that an {@link Unpickler} makes beside Java's own {@code String}, {@code Long}, {@code BigInteger},
 * {@code Double} and {@code Boolean}. None of them has behaviour. Containers compare by identity, so that a value which
 * contains itself can be a key of a dictionary without hashing for ever.
 */
final class Pickled {

    private Pickled() {}

    /** Python's None. */
    enum None {
        NONE
    }

    /** A class or function by name: a name only, never looked up in anything. */
    record Global(String module, String name) {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** Something of no use for weights (settings, a NumPy scalar, bytes): known by what made it, its content dropped. */
    static final class Inert {
        private final Global origin;

        Inert(Global origin) {
            this.origin = origin;
        }

        Global origin() {
            return origin;
        }
    }

    /** A tuple, or a {@code torch.Size}. */
    static final class Tuple {
        private final List<Object> items;

        Tuple(List<Object> items) {
            this.items = items;
        }

        List<Object> items() {
            return items;
        }
    }

    /** A list, which grows while it is read. */
    static final class Sequence {
        private final List<Object> items = new ArrayList<>(0);

        List<Object> items() {
            return items;
        }
    }

    /** A dict, OrderedDict, defaultdict or Counter, in the order of insertion; attributes set on it are dropped. */
    static final class Dictionary {
        private final Map<Object, Object> items = new LinkedHashMap<>();

        Map<Object, Object> items() {
            return items;
        }
    }

    /**
     * Elements kept outside of the pickle, under a key.
     *
     * @param element what an element is
     * @param key name of the storage in the file
     * @param offset first element of this view of the storage; 0 but in old legacy files
     * @param elements number of elements of this view
     * @param allElements number of elements of the storage
     */
    record Storage(Element element, String key, long offset, long elements, long allElements) {}

    /**
     * Type of a storage's elements.
     *
     * @param name as torch names it
     * @param type the same as a type that can be read, or null if it is none of those
     * @param bytes size of one element
     */
    record Element(String name, TensorType type, int bytes) {}

    /** A tensor over a storage, not checked yet; the offset and the strides count elements. */
    record Tensor(Storage storage, Element element, long offset, List<Long> shape, List<Long> strides) {}
}
