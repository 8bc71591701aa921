package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.task.Detections;
import org.paperzoo.zoo.vision.Detr.Encoded;
import org.paperzoo.zoo.vision.Detr.Proposals;

/** What DETR answers to reference cases, under the authors' and HuggingFace's names of outputs. */
final class DetrAnswers {

    private DetrAnswers() {}

    /**
     * Runs a batch.
     *
     * @param padding not 0 where padded: {@code [B, H, W]}; or null
     * @param sizes height and width of the original pictures {@code [B, 2]}, for boxes in pixels; or null
     */
    static Map<String, NDArray> of(NamedBlock block, NDArray pixels, NDArray padding, NDArray sizes)
            throws InvalidInputException {
        checkBatch(pixels, padding, sizes);
        Map<String, NDArray> answers = new LinkedHashMap<>();
        Pass pass = Pass.inference();
        pass.scopedList(() -> {
            answerNetwork(pass, block, pixels, padding, answers);
            return new NDList(answers.values().toArray(NDArray[]::new));
        });
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

    private static void answerNetwork(
            Pass pass, NamedBlock block, NDArray pixels, NDArray padding, Map<String, NDArray> answers) {
        DetrSegmentation segmentation = block instanceof DetrSegmentation head ? head : null;
        Detr detr = Detr.Definition.detector(block);
        Encoded encoded = detr.encode(pass, pixels, padding);
        NDArray states = detr.decode(pass, encoded, false).singletonOrThrow();
        Proposals proposals = detr.propose(pass, states);
        Shape map = encoded.projected().getShape();
        answers.put("backbone_features", encoded.stages().get(encoded.stages().size() - 1));
        answers.put(
                "position_embedding", encoded.positions().transpose(0, 3, 1, 2).broadcast(map));
        answers.put("encoder_memory", encoded.memory().transpose(0, 2, 1).reshape(map));
        answers.put("encoder_last_hidden_state", encoded.memory());
        answers.put("decoder_hidden_state", states);
        answers.put("last_hidden_state", states);
        answers.put("pred_logits", proposals.logits());
        answers.put("logits", proposals.logits());
        answers.put("pred_boxes", proposals.boxes());
        if (segmentation != null) {
            answers.put("pred_masks", segmentation.masks(pass, encoded, states));
        }
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
