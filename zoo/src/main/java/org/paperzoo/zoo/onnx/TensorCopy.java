package org.paperzoo.zoo.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.EnumMap;
import java.util.Map;

/**
 * Copies tensors between ONNX Runtime's memory and memory of others, by running a graph that does nothing: the runtime's
 * Java interface itself only copies through arrays in Java's heap.
 */
final class TensorCopy {

    private static final String FROM = "from";
    private static final String TO = "to";

    private static final Map<OnnxType, TensorCopy> COPIES = new EnumMap<>(OnnxType.class);

    private final OrtSession session;

    private TensorCopy(OrtSession session) {
        this.session = session;
    }

    /** Copies of tensors of one type; made on first use and kept, they hold next to nothing. */
    static TensorCopy of(OnnxType type) throws OrtException {
        synchronized (COPIES) {
            TensorCopy copy = COPIES.get(type);
            if (copy == null) {
                OnnxSessionOptions options =
                        OnnxSessionOptions.defaults().withIntraOpThreads(1).withMemoryArena(false);
                try (OrtSession.SessionOptions opened = options.open()) {
                    copy = new TensorCopy(OrtEnvironment.getEnvironment().createSession(identity(type), opened));
                }
                COPIES.put(type, copy);
            }
            return copy;
        }
    }

    /** Copies into memory that the runtime allocates; the caller closes the result. */
    OnnxTensor toRuntime(OnnxTensor from) throws OrtException {
        return (OnnxTensor) session.run(Map.of(FROM, from)).get(0);
    }

    /** Copies into the memory of a tensor of the same shape. */
    void into(OnnxTensor from, OnnxTensor to) throws OrtException {
        session.run(Map.of(FROM, from), Map.of(TO, to)).close();
    }

    /** A graph of one node; it says nothing of the shape, so that it takes any. */
    private static byte[] identity(OnnxType type) {
        ProtobufMessage value = new ProtobufMessage().message(1, new ProtobufMessage().integer(1, type.code()));
        ProtobufMessage graph = new ProtobufMessage()
                .message(1, new ProtobufMessage().text(1, FROM).text(2, TO).text(4, "Identity"))
                .text(2, "copy")
                .message(11, new ProtobufMessage().text(1, FROM).message(2, value))
                .message(12, new ProtobufMessage().text(1, TO).message(2, value));
        return new ProtobufMessage()
                .integer(1, 8)
                .message(7, graph)
                .message(8, new ProtobufMessage().text(1, "").integer(2, 17))
                .toBytes();
    }
}
