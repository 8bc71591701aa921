package org.paperzoo.zoo.image;

import java.util.List;

/** The inputs with which the field's libraries evaluate. Pictures are read as stored, without their EXIF orientation. */
public final class EvaluationInputs {

    private EvaluationInputs() {}

    /** What timm does with what does not fit ({@code crop_mode}). */
    public enum CropMode {
        /** The picture covers the enlarged size, and its middle is cut out. */
        CENTER,
        /** The picture is brought to the enlarged size whatever its ratio, and its middle is cut out. */
        SQUASH,
        /** The picture lies within the enlarged size, on the mean colour. */
        BORDER
    }

    /**
     * torchvision's classification presets: {@code Resize(resize)}, {@code CenterCrop(crop)}, {@code ToTensor},
     * {@code Normalize} (pytorch/vision, {@code transforms/_presets.py}, {@code ImageClassification}).
     */
    public static PictureInput torchvision(int resize, int crop, Resampling filter, Normalisation normalisation) {
        return PictureInput.of(
                normalisation, new ResizeShortest(resize, filter), CenterCrop.of(PictureSize.square(crop)));
    }

    /**
     * timm's evaluation transform (huggingface/pytorch-image-models, {@code timm/data/transforms_factory.py},
     * {@code transforms_imagenet_eval}). As there, sides that differ are resized bilinearly in mode {@link CropMode#CENTER},
     * whatever filter is asked for.
     *
     * @param size the network's input size
     * @param cropShare the part of the resized picture that the crop keeps, in (0, 1] ({@code crop_pct}); 0.875 by default
     *     there
     */
    public static PictureInput timm(
            PictureSize size, double cropShare, CropMode mode, Resampling filter, Normalisation normalisation) {
        if (!(cropShare > 0 && cropShare <= 1)) {
            throw new IllegalArgumentException(
                    "a crop of " + cropShare + " of the picture; expected above 0 and at most 1");
        }
        PictureSize enlarged = new PictureSize(
                (int) Math.floor(size.width() / cropShare), (int) Math.floor(size.height() / cropShare));
        return switch (mode) {
            case SQUASH -> PictureInput.of(normalisation, new ResizeTo(enlarged, filter), CenterCrop.of(size));
            case BORDER ->
                PictureInput.of(
                        normalisation,
                        new ResizeKeepingRatio(enlarged, true, filter),
                        new CenterCrop(size, meanColour(normalisation)));
            case CENTER ->
                PictureInput.of(
                        normalisation,
                        enlarged.width() == enlarged.height()
                                ? new ResizeShortest(enlarged.width(), filter)
                                : new ResizeKeepingRatio(enlarged, false, Resampling.BILINEAR),
                        CenterCrop.of(size));
        };
    }

    private static List<Integer> meanColour(Normalisation normalisation) {
        float[] mean = normalisation.mean();
        return List.of(level(mean[0]), level(mean[1]), level(mean[2]));
    }

    /** Of the number that was written down: 0.485, and not the float32 next to it, decides a half. */
    private static int level(float mean) {
        return (int) Math.rint(255 * Double.parseDouble(Float.toString(mean)));
    }

    /**
     * DETR's: the shorter side to a length unless the longer exceeds a bound, bilinearly, ImageNet's statistics
     * (facebookresearch/detr, {@code datasets/coco.py}, {@code make_coco_transforms}).
     */
    public static PictureInput detr(ShortestSide side) {
        return PictureInput.of(Normalisation.IMAGENET, side);
    }

    /**
     * mmsegmentation's test pipeline of versions before 1.0: {@code Resize(keep_ratio=True)}, {@code Normalize} and, where
     * the configuration has it, {@code Pad(size_divisor)} (open-mmlab/mmsegmentation, {@code configs/_base_/datasets}).
     *
     * @param longest and {@code shortest}: the configuration's {@code img_scale}, such as 2048 and 512
     * @param divisor the padding's {@code size_divisor}; 1 for none
     */
    public static PictureInput mmsegmentation(int longest, int shortest, int divisor) {
        return new PictureInput(
                List.of(new ResizeWithin(longest, shortest, OpenCvResampling.LINEAR)),
                Normalisation.MMSEGMENTATION,
                divisor);
    }
}
