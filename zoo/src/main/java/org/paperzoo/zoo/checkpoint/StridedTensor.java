package org.paperzoo.zoo.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Pickled.Tensor;

/**
 * A tensor as PyTorch describes it: a storage, the position of its first element, and for each axis the step to the next
 * one. Several tensors may share a storage, and steps may be of any size, 0 included.
 */
final class StridedTensor {

    /** A tensor that repeats elements of its storage is this large at most, whatever its shape claims, in bytes. */
    private static final long LARGEST_REPETITION = 16 << 20;

    private final String source;
    private final TensorInfo info;
    private final StorageBytes storage;
    private final ByteOrder order;
    private final long[] shape;
    private final long[] strides;
    private final long beginByte;
    private final long span;

    private StridedTensor(
            String source,
            TensorInfo info,
            StorageBytes storage,
            ByteOrder order,
            long[] strides,
            long beginByte,
            long span) {
        this.source = source;
        this.info = info;
        this.storage = storage;
        this.order = order;
        this.shape = array(info.shape());
        this.strides = strides;
        this.beginByte = beginByte;
        this.span = span;
    }

    private static long[] array(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * Checks that every element lies in the storage.
     *
     * @param source the file, for messages
     * @param order byte order of the storage's elements
     * @throws InvalidInputException if the type is none that is read, or the tensor does not fit its storage
     */
    static StridedTensor of(String source, String name, Tensor tensor, StorageBytes storage, ByteOrder order)
            throws InvalidInputException {
        String where = source + ": tensor " + Printable.quote(name);
        if (tensor.element().type() == null) {
            throw new InvalidInputException(where + ": type " + tensor.element().name()
                    + " is not supported; these are: " + List.of(TensorType.values()));
        }
        List<Long> shape = tensor.shape();
        List<Long> strides = tensor.strides();
        boolean negative = tensor.offset() < 0
                || shape.stream().anyMatch(length -> length < 0)
                || strides.stream().anyMatch(stride -> stride < 0);
        if (shape.size() != strides.size() || negative) {
            throw new InvalidInputException(where + ": offset " + tensor.offset() + ", shape " + shape + " and strides "
                    + strides + " do not describe a tensor");
        }
        int bytes = tensor.element().bytes();
        try {
            TensorInfo info = new TensorInfo(name, tensor.element().type(), shape);
            long total = info.bytes();
            long span = 0;
            if (total > 0) {
                span = 1;
                for (int axis = 0; axis < shape.size(); axis++) {
                    span = Math.addExact(span, Math.multiplyExact(shape.get(axis) - 1, strides.get(axis)));
                }
            }
            long viewBegin = Math.multiplyExact(
                    tensor.storage().offset(), tensor.storage().element().bytes());
            long beginByte = Math.addExact(viewBegin, Math.multiplyExact(tensor.offset(), bytes));
            long viewBytes = Math.multiplyExact(
                    tensor.storage().elements(), tensor.storage().element().bytes());
            long end = Math.multiplyExact(Math.addExact(tensor.offset(), span), bytes);
            if (span > 0 && (end > viewBytes || Math.addExact(viewBegin, end) > storage.size())) {
                throw new InvalidInputException(where + ": ends at byte " + end + " of storage "
                        + Printable.quote(tensor.storage().key()) + ", which has " + viewBytes);
            }
            if (total > LARGEST_REPETITION && total > Math.multiplyExact(span, bytes)) {
                throw new InvalidInputException(where + ": " + total + " bytes made by repeating "
                        + Math.multiplyExact(span, bytes) + "; at most " + LARGEST_REPETITION + " are supported");
            }
            return new StridedTensor(source, info, storage, order, array(strides), beginByte, span);
        } catch (ArithmeticException e) {
            throw new InvalidInputException(
                    where + ": shape " + shape + " and strides " + strides + " reach further than can be counted", e);
        }
    }

    TensorInfo info() {
        return info;
    }

    /** The elements, little-endian and row-major: a view of the file if they lie there in this way, else a copy. */
    ByteBuffer read() throws IOException {
        int bytes = info.type().bytes();
        String what = "tensor " + Printable.quote(info.name());
        if (info.bytes() > Integer.MAX_VALUE) {
            throw new InvalidInputException(source + ": " + what + " has " + info.bytes() + " bytes, more than the "
                    + Integer.MAX_VALUE + " supported");
        }
        if (span == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer elements = storage.slice(beginByte, span * bytes, what).order(order);
        if (isContiguous() && (order == ByteOrder.LITTLE_ENDIAN || bytes == 1)) {
            return elements.order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer copy = ByteBuffer.allocate((int) info.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        gather(elements, copy);
        return copy.flip();
    }

    private boolean isContiguous() {
        long expected = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && strides[axis] != expected) {
                return false;
            }
            expected *= shape[axis];
        }
        return true;
    }

    /** Walks over all elements in row-major order, the last axis in an inner loop, the others counted like an odometer. */
    private void gather(ByteBuffer from, ByteBuffer to) {
        int outer = Math.max(shape.length - 1, 0);
        int rowLength = shape.length == 0 ? 1 : (int) shape[outer];
        int rowStride = shape.length == 0 || rowLength == 1 ? 0 : (int) strides[outer];
        long[] position = new long[outer];
        int row = 0;
        while (to.hasRemaining()) {
            copyRow(from, row, rowStride, rowLength, to);
            for (int axis = outer - 1; axis >= 0; axis--) {
                position[axis]++;
                if (position[axis] < shape[axis]) {
                    row += (int) strides[axis];
                    break;
                }
                row -= (int) ((shape[axis] - 1) * strides[axis]);
                position[axis] = 0;
            }
        }
    }

    private void copyRow(ByteBuffer from, int begin, int stride, int length, ByteBuffer to) {
        switch (info.type().bytes()) {
            case 8 -> {
                for (int i = 0; i < length; i++) {
                    to.putLong(from.getLong((begin + i * stride) * 8));
                }
            }
            case 4 -> {
                for (int i = 0; i < length; i++) {
                    to.putInt(from.getInt((begin + i * stride) * 4));
                }
            }
            case 2 -> {
                for (int i = 0; i < length; i++) {
                    to.putShort(from.getShort((begin + i * stride) * 2));
                }
            }
            default -> {
                for (int i = 0; i < length; i++) {
                    to.put(from.get(begin + i * stride));
                }
            }
        }
    }
}
