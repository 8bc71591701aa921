package org.paperzoo.zoo.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import org.paperzoo.zoo.checkpoint.TensorType;

/** Writes a pickle of protocol 2, of the kinds of objects that TorchScript archives hold, in PyTorch's own opcodes. */
final class PickleWriter {

    private static final String MODULE = "__torch__";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<StoredTensor, Integer> written = new IdentityHashMap<>();

    PickleWriter() {
        bytes.write(0x80); // PROTO
        bytes.write(2);
    }

    /** Begins an object of a class in {@code __torch__}, whose attributes are put next. */
    PickleWriter beginObject(String className) {
        global(MODULE, className);
        bytes.write(')'); // EMPTY_TUPLE
        bytes.write(0x81); // NEWOBJ
        bytes.write('}'); // EMPTY_DICT
        bytes.write('('); // MARK
        return this;
    }

    /** Ends the attributes of the object begun last. */
    PickleWriter endObject() {
        bytes.write('u'); // SETITEMS
        bytes.write('b'); // BUILD
        return this;
    }

    PickleWriter beginTuple() {
        bytes.write('('); // MARK
        return this;
    }

    PickleWriter endTuple() {
        bytes.write('t'); // TUPLE
        return this;
    }

    PickleWriter text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.write('X'); // BINUNICODE
        bytes.writeBytes(littleEndian(Integer.BYTES).putInt(encoded.length).array());
        bytes.writeBytes(encoded);
        return this;
    }

    PickleWriter number(long number) {
        if (number == (int) number) {
            bytes.write('J'); // BININT
            bytes.writeBytes(littleEndian(Integer.BYTES).putInt((int) number).array());
        } else {
            bytes.write(0x8a); // LONG1; PyTorch takes it with 8 bytes only
            bytes.write(Long.BYTES);
            bytes.writeBytes(littleEndian(Long.BYTES).putLong(number).array());
        }
        return this;
    }

    PickleWriter truth(boolean value) {
        bytes.write(value ? 0x88 : 0x89); // NEWTRUE, NEWFALSE
        return this;
    }

    /** A tensor, or a reference to it if it was written before: PyTorch would read a storage named twice twice. */
    PickleWriter tensor(StoredTensor tensor) {
        Integer number = written.get(tensor);
        if (number != null) {
            bytes.write('j'); // LONG_BINGET
            bytes.writeBytes(littleEndian(Integer.BYTES).putInt(number).array());
            return this;
        }
        global("torch._utils", "_rebuild_tensor_v2");
        beginTuple();
        beginTuple().text("storage");
        global("torch", storageClass(tensor.type()));
        text(tensor.key()).text("cpu").number(tensor.elements()).endTuple();
        bytes.write('Q'); // BINPERSID
        number(0); // the offset in the storage
        numbers(tensor.shape().getShape());
        numbers(tensor.format().strides(tensor.shape()));
        truth(false); // requires no gradient
        global("collections", "OrderedDict"); // no hooks
        bytes.write(')'); // EMPTY_TUPLE
        bytes.write('R'); // REDUCE
        endTuple();
        bytes.write('R'); // REDUCE
        bytes.write('r'); // LONG_BINPUT
        bytes.writeBytes(littleEndian(Integer.BYTES).putInt(written.size()).array());
        written.put(tensor, written.size());
        return this;
    }

    /** Ends the pickle. */
    byte[] toBytes() {
        bytes.write('.'); // STOP
        return bytes.toByteArray();
    }

    private void numbers(long[] numbers) {
        beginTuple();
        for (long number : numbers) {
            number(number);
        }
        endTuple();
    }

    private void global(String module, String name) {
        bytes.write('c'); // GLOBAL
        bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String storageClass(TensorType type) {
        return switch (type) {
            case F64 -> "DoubleStorage";
            case F32 -> "FloatStorage";
            case F16 -> "HalfStorage";
            case BF16 -> "BFloat16Storage";
            case I64 -> "LongStorage";
            case I32 -> "IntStorage";
            case I16 -> "ShortStorage";
            case I8 -> "CharStorage";
            case U8 -> "ByteStorage";
            case BOOL -> "BoolStorage";
        };
    }
}
