package org.paperzoo.zoo.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A model as a protobuf message. The numbers are the field numbers of ONNX's {@code onnx.proto}. */
final class OnnxEncoder {

    private static final int MICROSOFT_VERSION = 1;
    private static final int EXTERNAL = 1;

    private OnnxEncoder() {}

    /**
     * Encodes a {@code ModelProto}.
     *
     * @param placement where a constant's elements lie in the data file; empty for one that the model file holds
     */
    static ProtobufMessage model(
            OnnxModel model, String dataFile, Function<OnnxConstant, Optional<OnnxDataFile.Region>> placement) {
        ProtobufMessage message = new ProtobufMessage()
                .integer(1, formatVersion(model.opset()))
                .text(2, model.producerName())
                .text(3, model.producerVersion())
                .text(6, model.documentation())
                .message(7, graph(model, dataFile, placement))
                .message(8, operatorSet(OnnxNode.STANDARD, model.opset()));
        if (model.nodes().stream().anyMatch(node -> node.domain().equals(OnnxNode.MICROSOFT))) {
            message.message(8, operatorSet(OnnxNode.MICROSOFT, MICROSOFT_VERSION));
        }
        model.metadata().forEach((key, value) -> message.message(14, entry(key, value)));
        return message;
    }

    /** The version of the file format that the release of ONNX with this operator set introduced or kept. */
    private static int formatVersion(int opset) {
        if (opset <= 14) {
            return 7;
        }
        if (opset <= 18) {
            return 8;
        }
        return opset <= 20 ? 9 : 10;
    }

    private static ProtobufMessage operatorSet(String domain, int version) {
        return new ProtobufMessage().text(1, domain).integer(2, version);
    }

    private static ProtobufMessage entry(String key, String value) {
        return new ProtobufMessage().text(1, key).text(2, value);
    }

    private static ProtobufMessage graph(
            OnnxModel model, String dataFile, Function<OnnxConstant, Optional<OnnxDataFile.Region>> placement) {
        ProtobufMessage message = new ProtobufMessage();
        model.nodes().forEach(node -> message.message(1, node(node)));
        message.text(2, model.name());
        for (Map.Entry<String, OnnxConstant> initializer : model.initializers().entrySet()) {
            OnnxConstant constant = initializer.getValue();
            message.message(5, tensor(initializer.getKey(), constant, dataFile, placement.apply(constant)));
        }
        values(message, 11, model.inputs());
        values(message, 12, model.outputs());
        values(message, 13, model.valueInfos());
        return message;
    }

    private static ProtobufMessage node(OnnxNode node) {
        ProtobufMessage message = new ProtobufMessage();
        node.inputs().forEach(input -> message.text(1, input));
        node.outputs().forEach(output -> message.text(2, output));
        message.text(3, node.name()).text(4, node.operator());
        node.attributes().forEach((name, value) -> message.message(5, attribute(name, value)));
        return message.text(7, node.domain());
    }

    private static ProtobufMessage attribute(String name, OnnxAttribute value) {
        ProtobufMessage message = new ProtobufMessage().text(1, name);
        if (value instanceof OnnxAttribute.Real real) {
            message.real(2, real.value()).integer(20, 1);
        } else if (value instanceof OnnxAttribute.Integer integer) {
            message.integer(3, integer.value()).integer(20, 2);
        } else if (value instanceof OnnxAttribute.Text text) {
            message.text(4, text.value()).integer(20, 3);
        } else if (value instanceof OnnxAttribute.Tensor tensor) {
            message.message(5, tensor("", tensor.value(), "", Optional.empty())).integer(20, 4);
        } else if (value instanceof OnnxAttribute.Reals reals) {
            reals.values().forEach(element -> message.real(7, element));
            message.integer(20, 6);
        } else if (value instanceof OnnxAttribute.Integers integers) {
            integers.values().forEach(element -> message.integer(8, element));
            message.integer(20, 7);
        }
        return message;
    }

    private static ProtobufMessage tensor(
            String name, OnnxConstant constant, String dataFile, Optional<OnnxDataFile.Region> placement) {
        ProtobufMessage message = new ProtobufMessage();
        constant.shape().forEach(length -> message.integer(1, length));
        message.integer(2, constant.type().code()).text(8, name);
        if (placement.isEmpty()) {
            return message.content(9, constant.bytes(), constant::read);
        }
        return message.message(13, entry("location", dataFile))
                .message(13, entry("offset", Long.toString(placement.get().offset())))
                .message(13, entry("length", Long.toString(placement.get().length())))
                .integer(14, EXTERNAL);
    }

    private static void values(ProtobufMessage graph, int field, List<OnnxValueInfo> values) {
        for (OnnxValueInfo value : values) {
            ProtobufMessage shape = new ProtobufMessage();
            for (OnnxDimension dimension : value.shape()) {
                ProtobufMessage axis = new ProtobufMessage();
                if (dimension instanceof OnnxDimension.Fixed fixed) {
                    axis.integer(1, fixed.length());
                } else if (dimension instanceof OnnxDimension.Named named) {
                    axis.text(2, named.name());
                }
                shape.message(1, axis);
            }
            ProtobufMessage tensorType =
                    new ProtobufMessage().integer(1, value.type().code()).message(2, shape);
            graph.message(
                    field,
                    new ProtobufMessage()
                            .text(1, value.name())
                            .message(2, new ProtobufMessage().message(1, tensorType)));
        }
    }
}
