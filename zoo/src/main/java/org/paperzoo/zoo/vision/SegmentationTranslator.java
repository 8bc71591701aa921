package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.image.EvaluationInputs;
import org.paperzoo.zoo.image.PaddingBatchifier;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.image.PictureSize;
import org.paperzoo.zoo.task.PixelClasses;

/**
 * A picture to a class for each of its pixels, as mmsegmentation evaluates in mode {@code whole}: resized within two
 * lengths, normalised by ImageNet's statistics; the logits are brought to the size of what the network saw, from there to
 * that of the picture, both bilinearly, and the class of the largest is taken (mmsegmentation 0.16,
 * {@code EncoderDecoder.whole_inference}).
 */
final class SegmentationTranslator implements Translator<Picture, PixelClasses> {

    private static final String SIZES = "sizes of the pictures";

    private final PictureInput input;
    private final IntUnaryOperator mapSide;
    private final Batchifier batchifier = new PaddingBatchifier();

    /**
     * A translator.
     *
     * @param mapSide height or width of the network's map of logits, from that of its input
     */
    SegmentationTranslator(PictureInput input, IntUnaryOperator mapSide) {
        this.input = input;
        this.mapSide = mapSide;
    }

    /** How pictures are prepared, by the card's settings {@code longest_side} and {@code shortest_side} ({@code img_scale}). */
    static PictureInput input(ModelFiles files) throws InvalidInputException {
        int longest = DetrTranslator.side(files, "longest_side", 1024);
        int shortest = DetrTranslator.side(files, "shortest_side", Math.min(512, longest));
        if (longest < shortest) {
            throw new InvalidInputException(files.configuration().source() + ": translator setting \"longest_side\" is "
                    + longest + "; expected at least \"shortest_side\", " + shortest);
        }
        return EvaluationInputs.mmsegmentation(longest, shortest, 1);
    }

    /** Sizes of a picture and of what the network sees of it. */
    private record Sizes(PictureSize original, PictureSize seen) {}

    @Override
    public Batchifier getBatchifier() {
        return batchifier;
    }

    @Override
    public NDList processInput(TranslatorContext context, Picture picture) {
        return array(context, input.planes(picture));
    }

    private static NDList array(TranslatorContext context, PictureInput.Planes planes) {
        Shape shape = new Shape(
                Picture.CHANNELS, planes.size().height(), planes.size().width());
        return new NDList(context.getNDManager().create(planes.values(), shape));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<Picture> pictures) {
        List<Sizes> sizes = new ArrayList<>();
        List<NDList> inputs = new ArrayList<>();
        for (Picture picture : pictures) {
            PictureInput.Planes planes = input.planes(picture);
            sizes.add(new Sizes(PictureSize.of(picture), planes.size()));
            inputs.add(array(context, planes));
        }
        context.setAttachment(SIZES, sizes);
        NDList batch = batchifier.batchify(inputs.toArray(NDList[]::new));
        inputs.forEach(NDList::close);
        return batch;
    }

    @Override
    public List<PixelClasses> batchProcessOutput(TranslatorContext context, NDList outputs) {
        List<?> sizes = (List<?>) context.getAttachment(SIZES);
        NDArray logits = outputs.head(); // [B, classes, h, w]
        List<PixelClasses> found = new ArrayList<>();
        float[] values = logits.toFloatArray();
        for (int i = 0; i < sizes.size(); i++) {
            found.add(classes(values, logits.getShape(), i, (Sizes) sizes.get(i)));
        }
        return found;
    }

    private PixelClasses classes(float[] values, Shape shape, int member, Sizes sizes) {
        int classes = Math.toIntExact(shape.get(1));
        int width = Math.toIntExact(shape.get(3));
        int plane = width * Math.toIntExact(shape.get(2));
        LogitRows own = new LogitRows.Stored(
                mapSide.applyAsInt(sizes.seen().width()),
                mapSide.applyAsInt(sizes.seen().height()),
                classes,
                values,
                member * classes * plane,
                width,
                plane);
        PictureSize original = sizes.original();
        byte[] best = own.resized(sizes.seen().width(), sizes.seen().height())
                .resized(original.width(), original.height())
                .best();
        return new PixelClasses(original.width(), original.height(), best);
    }

    @Override
    public PixelClasses processOutput(TranslatorContext context, NDList outputs) {
        // The sizes of the pictures are known for the batch as a whole.
        throw new UnsupportedOperationException("outputs are processed batch by batch");
    }
}
