package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.image.EvaluationInputs;
import org.paperzoo.zoo.image.PaddingBatchifier;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.image.ShortestSide;
import org.paperzoo.zoo.task.Detections;

/**
 * A picture to all proposals, as the authors evaluate (facebookresearch/detr, {@code make_coco_transforms} and
 * {@code PostProcess}): shorter side to 800 pixels, longer one at most 1333, ImageNet's statistics; every query's best
 * class and box in pixels of the original picture, nothing filtered.
 */
final class DetrTranslator implements Translator<Picture, Detections> {

    private static final String SIZES = "sizes of the original pictures";
    private static final int LONGEST_SIDE = 1 << 14;

    private final PictureInput input;
    private final Batchifier batchifier = new PaddingBatchifier();

    DetrTranslator(PictureInput input) {
        this.input = input;
    }

    /** A translator by the card's settings {@code shortest_side} and {@code longest_side}. */
    static DetrTranslator of(ModelFiles files) throws InvalidInputException {
        return new DetrTranslator(input(files));
    }

    /** How pictures are prepared, by the same settings. */
    static PictureInput input(ModelFiles files) throws InvalidInputException {
        int shortest = side(files, "shortest_side", 800);
        int longest = side(files, "longest_side", Math.max(1333, shortest));
        if (longest < shortest) {
            throw new InvalidInputException(files.configuration().source() + ": translator setting \"longest_side\" is "
                    + longest + "; expected at least \"shortest_side\", " + shortest);
        }
        return EvaluationInputs.detr(new ShortestSide(shortest, longest));
    }

    /** A length in pixels among the card's settings. */
    static int side(ModelFiles files, String key, int fallback) throws InvalidInputException {
        JsonNode node = files.settings().path(key);
        if (node.isMissingNode()) {
            return fallback;
        }
        if (!node.isIntegralNumber() || node.longValue() < 1 || node.longValue() > LONGEST_SIDE) {
            throw new InvalidInputException(files.configuration().source() + ": translator setting \"" + key + "\" is "
                    + node + "; expected an integer from 1 to " + LONGEST_SIDE);
        }
        return node.intValue();
    }

    @Override
    public Batchifier getBatchifier() {
        return batchifier;
    }

    @Override
    public NDList processInput(TranslatorContext context, Picture picture) {
        PictureInput.Planes planes = input.planes(picture);
        Shape shape = new Shape(
                Picture.CHANNELS, planes.size().height(), planes.size().width());
        return new NDList(context.getNDManager().create(planes.values(), shape));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<Picture> pictures) {
        double[] sizes = new double[2 * pictures.size()];
        List<NDList> inputs = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            sizes[2 * i] = pictures.get(i).height();
            sizes[2 * i + 1] = pictures.get(i).width();
            inputs.add(processInput(context, pictures.get(i)));
        }
        context.setAttachment(SIZES, sizes);
        NDList batch = batchifier.batchify(inputs.toArray(NDList[]::new));
        inputs.forEach(NDList::close);
        return batch;
    }

    @Override
    public List<Detections> batchProcessOutput(TranslatorContext context, NDList outputs) {
        NDArray logits = outputs.get(0); // [B, Q, classes + 1]
        NDArray boxes = outputs.get(1); // [B, Q, 4]
        int queries = Math.toIntExact(logits.getShape().get(1));
        return DetrPostProcessing.detections(
                logits.toFloatArray(), boxes.toFloatArray(), queries, (double[]) context.getAttachment(SIZES));
    }

    @Override
    public Detections processOutput(TranslatorContext context, NDList outputs) {
        // The sizes of the originals are known for the batch as a whole.
        throw new UnsupportedOperationException("outputs are processed batch by batch");
    }
}
