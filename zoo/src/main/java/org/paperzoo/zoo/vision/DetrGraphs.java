package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.vision.Detr.Encoded;
import org.paperzoo.zoo.vision.Detr.Proposals;

/**
 * DETR's graphs: pictures of one size, or padded to one size with a mask (1 where padded, float32); each as it is used, and
 * with what happens on the way, for reference cases.
 */
final class DetrGraphs {

    static final String FORWARD = "forward";
    static final String PADDED = "padded";
    static final String STAGES = "stages";
    static final String PADDED_STAGES = "padded_stages";

    /** Less than one place of the coarsest feature map is no picture. */
    private static final int LEAST_SIDE = 32;

    private DetrGraphs() {}

    static List<GraphDefinition> of(NamedBlock network) {
        return List.of(
                graph(network, FORWARD, false, false),
                graph(network, PADDED, true, false),
                graph(network, STAGES, false, true),
                graph(network, PADDED_STAGES, true, true));
    }

    private static GraphDefinition graph(NamedBlock network, String name, boolean padded, boolean stages) {
        List<String> outputs = new ArrayList<>(List.of("pred_logits", "pred_boxes"));
        if (network instanceof DetrSegmentation) {
            outputs.add("pred_masks");
        }
        if (stages) {
            outputs.addAll(
                    List.of("decoder_hidden_state", "encoder_memory", "position_embedding", "backbone_features"));
        }
        GraphDefinition.Builder graph = GraphDefinition.named(name)
                .size("batch", 1)
                .size("height", LEAST_SIDE)
                .size("width", LEAST_SIDE)
                .inputs(padded ? new String[] {"pixel_values", "padding_mask"} : new String[] {"pixel_values"})
                .outputs(outputs.toArray(String[]::new))
                .example((manager, sizes) -> example(network, manager, sizes, padded));
        if (stages) {
            graph.forReference();
        }
        return graph.body((pass, inputs) -> forward(network, pass, inputs, stages));
    }

    private static NDList forward(NamedBlock network, Pass pass, NDList inputs, boolean stages) {
        Detr detr = Detr.Definition.detector(network);
        detr.checkInputs(inputs);
        Encoded encoded = detr.encode(pass, inputs.get(0), inputs.size() > 1 ? inputs.get(1) : null);
        NDArray states = detr.decode(pass, encoded, false).singletonOrThrow();
        Proposals proposals = detr.propose(pass, states);
        NDList outputs = new NDList(proposals.logits(), proposals.boxes());
        if (network instanceof DetrSegmentation segmentation) {
            outputs.add(segmentation.masks(pass, encoded, states));
        }
        if (stages) {
            Shape map = encoded.projected().getShape();
            outputs.add(states);
            outputs.add(encoded.memory().transpose(0, 2, 1).reshape(map));
            outputs.add(encoded.positions().transpose(0, 3, 1, 2).broadcast(map));
            outputs.add(encoded.stages().get(encoded.stages().size() - 1));
        }
        return outputs;
    }

    /** Pictures of noise, of which each but the first is padded at the right and below. */
    private static NDList example(NamedBlock network, NDManager manager, Map<String, Integer> sizes, boolean padded) {
        int batch = sizes.get("batch");
        int height = sizes.get("height");
        int width = sizes.get("width");
        int channels = Detr.Definition.detector(network).settings().channels();
        NDList inputs = new NDList(manager.randomNormal(new Shape(batch, channels, height, width), DataType.FLOAT32));
        if (padded) {
            float[] mask = new float[batch * height * width];
            for (int i = 0; i < mask.length; i++) {
                int picture = i / (height * width);
                boolean below = i / width % height >= height - picture * height / (2 * batch);
                boolean right = i % width >= width - picture * width / (3 * batch);
                mask[i] = below || right ? 1 : 0;
            }
            inputs.add(manager.create(mask, new Shape(batch, height, width)));
        }
        return inputs;
    }
}
