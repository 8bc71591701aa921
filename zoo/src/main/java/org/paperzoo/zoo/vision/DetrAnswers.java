package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.task.Detections;

/** What DETR answers to reference cases, under the authors' and HuggingFace's names of outputs. */
final class DetrAnswers {

    private DetrAnswers() {}

    /**
     * Runs a batch.
     *
     * @param padding not 0 where padded: {@code [B, H, W]}; or null
     * @param sizes height and width of the original pictures {@code [B, 2]}, for boxes in pixels; or null
     */
    static Map<String, NDArray> of(Backend backend, NDArray pixels, NDArray padding, NDArray sizes)
            throws InvalidInputException {
        checkBatch(pixels, padding, sizes);
        Map<String, NDArray> answers = answerNetwork(backend, pixels, padding);
        if (sizes != null) {
            answerDetections(answers, sizes);
        }
        return answers;
    }

    private static void checkBatch(NDArray pixels, NDArray padding, NDArray sizes) throws InvalidInputException {
        Shape shape = pixels.getShape();
        if (sizes != null
                && (sizes.getShape().dimension() != 2
                        || sizes.getShape().get(0) != shape.get(0)
                        || sizes.getShape().get(1) != 2)) {
            throw new InvalidInputException("inputs.safetensors: original_sizes is " + sizes.getShape()
                    + "; expected a height and a width for each of " + shape.get(0) + " pictures");
        }
        if (padding != null
                && (shape.dimension() != 4
                        || !padding.getShape().equals(new Shape(shape.get(0), shape.get(2), shape.get(3))))) {
            throw new InvalidInputException("inputs.safetensors: the mask is " + padding.getShape()
                    + "; expected the batch, height and width of pixel_values " + shape);
        }
    }

    private static Map<String, NDArray> answerNetwork(Backend backend, NDArray pixels, NDArray padding) {
        String graph = padding == null ? DetrGraphs.STAGES : DetrGraphs.PADDED_STAGES;
        NDList inputs = new NDList(pixels);
        if (padding != null) {
            inputs.add(padding.neq(0).toType(DataType.FLOAT32, false));
        }
        NDList outputs = backend.run(graph, inputs);
        Map<String, NDArray> answers = new LinkedHashMap<>();
        List<String> names =
                GraphDefinition.find(DetrGraphs.of(backend.network()), graph).outputs();
        for (int i = 0; i < names.size(); i++) {
            answers.put(names.get(i), outputs.get(i));
        }
        NDArray memory = answers.get("encoder_memory"); // [B, C, h, w]
        Shape shape = memory.getShape();
        answers.put(
                "encoder_last_hidden_state",
                memory.reshape(shape.get(0), shape.get(1), -1).transpose(0, 2, 1)); // [B, h w, C]
        answers.put("last_hidden_state", answers.get("decoder_hidden_state"));
        answers.put("logits", answers.get("pred_logits"));
        return answers;
    }

    private static void answerDetections(Map<String, NDArray> answers, NDArray sizes) {
        NDArray logits = answers.get("pred_logits");
        int batch = Math.toIntExact(logits.getShape().get(0));
        int queries = Math.toIntExact(logits.getShape().get(1));
        double[] heightsAndWidths;
        try (NDArray wide = sizes.toType(DataType.FLOAT64, true)) {
            heightsAndWidths = wide.toDoubleArray();
        }
        List<Detections> found = DetrPostProcessing.detections(
                logits.toFloatArray(), answers.get("pred_boxes").toFloatArray(), queries, heightsAndWidths);
        float[] scores = new float[batch * queries];
        float[] boxes = new float[4 * batch * queries];
        long[] labels = new long[batch * queries];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(found.get(i).scores(), 0, scores, i * queries, queries);
            System.arraycopy(found.get(i).boxes(), 0, boxes, 4 * i * queries, 4 * queries);
            for (int query = 0; query < queries; query++) {
                labels[i * queries + query] = found.get(i).labels()[query];
            }
        }
        answers.put("scores", logits.getManager().create(scores, new Shape(batch, queries)));
        answers.put("labels", logits.getManager().create(labels, new Shape(batch, queries)));
        answers.put("boxes", logits.getManager().create(boxes, new Shape(batch, queries, 4)));
    }
}
