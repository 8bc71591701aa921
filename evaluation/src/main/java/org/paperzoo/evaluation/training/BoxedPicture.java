package org.paperzoo.evaluation.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.paperzoo.datasets.vision.DetectionExample;
import org.paperzoo.datasets.vision.ObjectAnnotation;
import org.paperzoo.datasets.vision.RgbImage;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureSize;
import org.paperzoo.zoo.image.ShortestSide;

/**
 * A picture with its objects, which are moved along when the picture is changed (facebookresearch/detr,
 * {@code datasets/transforms.py}).
 *
 * @param objects boxes within the picture, in its pixels
 */
record BoxedPicture(Picture picture, List<Box> objects) {

    /** An object: its class, and the borders of its box, of which right and bottom lie behind left and top. */
    record Box(int kind, double left, double top, double right, double bottom) {}

    BoxedPicture {
        objects = List.copyOf(objects);
    }

    /** An example without its crowds, boxes cut at the border ({@code ConvertCocoPolysToMask}). */
    static BoxedPicture of(DetectionExample example) throws IOException {
        Picture picture = picture(example.image().read());
        List<Box> objects = new ArrayList<>();
        for (ObjectAnnotation object : example.objects()) {
            if (!object.crowd()) {
                objects.add(new Box(
                        Math.toIntExact(object.category()),
                        object.left(),
                        object.top(),
                        object.left() + object.width(),
                        object.top() + object.height()));
            }
        }
        return new BoxedPicture(picture, objects).within(picture.width(), picture.height());
    }

    private static Picture picture(RgbImage image) {
        byte[] bytes = new byte[image.pixels().length * Picture.CHANNELS];
        for (int i = 0; i < image.pixels().length; i++) {
            int pixel = image.pixels()[i];
            bytes[3 * i] = (byte) (pixel >> 16);
            bytes[3 * i + 1] = (byte) (pixel >> 8);
            bytes[3 * i + 2] = (byte) pixel;
        }
        return new Picture(image.width(), image.height(), bytes);
    }

    /** Cuts boxes at the border, and leaves out what is nowhere inside. */
    private BoxedPicture within(int width, int height) {
        List<Box> inside = new ArrayList<>();
        for (Box box : objects) {
            Box cut = new Box(
                    box.kind(),
                    Math.max(0, Math.min(width, box.left())),
                    Math.max(0, Math.min(height, box.top())),
                    Math.max(0, Math.min(width, box.right())),
                    Math.max(0, Math.min(height, box.bottom())));
            if (cut.right() > cut.left() && cut.bottom() > cut.top()) {
                inside.add(cut);
            }
        }
        return new BoxedPicture(picture, inside);
    }

    /** Left becomes right. */
    BoxedPicture mirrored() {
        int width = picture.width();
        return moved(
                width,
                picture.height(),
                (x, y) -> y * width + width - 1 - x,
                box -> new Box(box.kind(), width - box.right(), box.top(), width - box.left(), box.bottom()));
    }

    /** The first row becomes the last. */
    BoxedPicture upsideDown() {
        int width = picture.width();
        int height = picture.height();
        return moved(
                width,
                height,
                (x, y) -> (height - 1 - y) * width + x,
                box -> new Box(box.kind(), box.left(), height - box.bottom(), box.right(), height - box.top()));
    }

    /** Rows become columns. */
    BoxedPicture transposed() {
        int width = picture.width();
        return moved(
                picture.height(),
                width,
                (x, y) -> x * width + y,
                box -> new Box(box.kind(), box.top(), box.left(), box.bottom(), box.right()));
    }

    /** A part of the picture. Boxes are cut at its border, and those outside are left out. */
    BoxedPicture cropped(int left, int top, PictureSize size) {
        int width = picture.width();
        return moved(
                        size.width(),
                        size.height(),
                        (x, y) -> (top + y) * width + left + x,
                        box -> new Box(
                                box.kind(), box.left() - left, box.top() - top, box.right() - left, box.bottom() - top))
                .within(size.width(), size.height());
    }

    /** The picture at another size. */
    BoxedPicture resized(ShortestSide side) {
        Picture resized = side.apply(picture);
        double across = (double) resized.width() / picture.width();
        double down = (double) resized.height() / picture.height();
        List<Box> boxes = objects.stream()
                .map(box -> new Box(
                        box.kind(), box.left() * across, box.top() * down, box.right() * across, box.bottom() * down))
                .toList();
        return new BoxedPicture(resized, boxes);
    }

    /** Which pixel of the picture becomes a pixel. */
    @FunctionalInterface
    private interface Origin {
        int of(int x, int y);
    }

    private BoxedPicture moved(int width, int height, Origin origin, UnaryOperator<Box> moved) {
        byte[] from = picture.pixels();
        byte[] pixels = new byte[Picture.CHANNELS * width * height];
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = Picture.CHANNELS * origin.of(x, y);
                pixels[to++] = from[at];
                pixels[to++] = from[at + 1];
                pixels[to++] = from[at + 2];
            }
        }
        return new BoxedPicture(
                new Picture(width, height, pixels), objects.stream().map(moved).toList());
    }
}
