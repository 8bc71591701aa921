package org.paperzoo.evaluation.training;

import java.util.List;
import java.util.SplittableRandom;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.image.PictureSize;
import org.paperzoo.zoo.image.ShortestSide;

/**
 * How pictures are changed at random for a detector to train on (facebookresearch/detr, {@code datasets/coco.py},
 * {@code make_coco_transforms}): flipped with a probability of a half, then brought to one of several sizes; with crops,
 * half of them are brought to another size and cut before.
 *
 * @param flips {@code horizontal} as the authors', {@code any} for flips in both directions and along the diagonal, where
 *     up and down are alike, or {@code none}
 * @param sides lengths of the shorter side, of which one is drawn
 * @param longest bound of the longer side
 * @param crop how pictures are cut, or null for not at all
 */
record DetectionAugmentation(String flips, List<Integer> sides, int longest, Crop crop) {

    /**
     * A cut out of a picture.
     *
     * @param sides lengths of the shorter side before the cut, of which one is drawn
     * @param least and {@code most}: height and width of the cut are drawn between them, as far as the picture reaches
     */
    record Crop(List<Integer> sides, int least, int most) {

        Crop {
            sides = List.copyOf(sides);
            if (sides.isEmpty() || least < 1 || most < least) {
                throw new IllegalArgumentException(
                        "a cut from " + least + " to " + most + " pixels; expected 1 <= least <= most");
            }
        }

        private BoxedPicture apply(BoxedPicture picture, SplittableRandom random) {
            BoxedPicture resized = picture.resized(drawn(sides, Integer.MAX_VALUE, random));
            PictureSize whole = PictureSize.of(resized.picture());
            PictureSize cut = new PictureSize(length(whole.width(), random), length(whole.height(), random));
            return resized.cropped(
                    random.nextInt(whole.width() - cut.width() + 1),
                    random.nextInt(whole.height() - cut.height() + 1),
                    cut);
        }

        private int length(int whole, SplittableRandom random) {
            int upper = Math.min(whole, most);
            return random.nextInt(Math.min(least, upper), upper + 1);
        }
    }

    /** The authors' for COCO. */
    static final DetectionAugmentation PAPER = new DetectionAugmentation(
            "horizontal",
            List.of(480, 512, 544, 576, 608, 640, 672, 704, 736, 768, 800),
            1333,
            new Crop(List.of(400, 500, 600), 384, 600));

    private static final List<String> FLIPS = List.of("horizontal", "any", "none");
    private static final int LONGEST_SIDE = 1 << 14;

    DetectionAugmentation {
        sides = List.copyOf(sides);
        if (sides.isEmpty() || !sides.stream().allMatch(side -> side >= 1 && side <= longest)) {
            throw new IllegalArgumentException(
                    "shorter sides " + sides + " and a longest of " + longest + "; expected 1 <= shorter <= longest");
        }
    }

    /** Reads {@code flips}, {@code sides}, {@code longestSide} and {@code crop} of a recipe; without sides it is the paper's. */
    static DetectionAugmentation of(Configuration options) throws InvalidInputException {
        String flips = options.has("flips") ? options.oneOf("flips", FLIPS) : PAPER.flips();
        if (!options.has("sides")) {
            for (String key : List.of("longestSide", "crop")) {
                if (options.has(key)) {
                    throw options.wrong(key, "none where there are no \"sides\"");
                }
            }
            return new DetectionAugmentation(flips, PAPER.sides(), PAPER.longest(), PAPER.crop());
        }
        List<Integer> sides = options.positives("sides");
        int greatest = sides.stream().mapToInt(Integer::intValue).max().orElseThrow();
        int longest = options.size("longestSide", LONGEST_SIDE, Math.max(PAPER.longest(), greatest));
        if (greatest > longest) {
            throw options.wrong("sides", "at most the longest side, " + longest);
        }
        return new DetectionAugmentation(flips, sides, longest, crop(options));
    }

    private static Crop crop(Configuration options) throws InvalidInputException {
        if (!options.has("crop")) {
            return null;
        }
        Configuration crop =
                Configuration.of(options.source() + ", crop", options.json().get("crop"));
        crop.requireOnly(List.of("sides", "least", "most"));
        List<Integer> sides = crop.positives("sides");
        if (!sides.stream().allMatch(side -> side <= LONGEST_SIDE)) {
            throw crop.wrong("sides", "at most " + LONGEST_SIDE);
        }
        int least = crop.positive("least");
        int most = crop.size("most", LONGEST_SIDE);
        if (most < least) {
            throw crop.wrong("most", "at least \"least\", " + least);
        }
        return new Crop(sides, least, most);
    }

    /** Changes a picture; the same numbers drawn change it the same way. */
    BoxedPicture apply(BoxedPicture picture, SplittableRandom random) {
        BoxedPicture changed = flipped(picture, random);
        if (crop != null && random.nextBoolean()) {
            changed = crop.apply(changed, random);
        }
        return changed.resized(drawn(sides, longest, random));
    }

    private BoxedPicture flipped(BoxedPicture picture, SplittableRandom random) {
        if (flips.equals("none")) {
            return picture;
        }
        BoxedPicture flipped = random.nextBoolean() ? picture.mirrored() : picture;
        if (flips.equals("any")) {
            flipped = random.nextBoolean() ? flipped.upsideDown() : flipped;
            flipped = random.nextBoolean() ? flipped.transposed() : flipped;
        }
        return flipped;
    }

    private static ShortestSide drawn(List<Integer> sides, int longest, SplittableRandom random) {
        return new ShortestSide(sides.get(random.nextInt(sides.size())), longest);
    }
}
