package org.paperzoo.zoo.vision;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.CategoryMask;
import ai.djl.translate.Translator;
import java.util.List;
import java.util.stream.IntStream;
import org.paperzoo.zoo.image.ImageReader;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.task.DisplayTranslator;
import org.paperzoo.zoo.task.PixelClasses;

/** DJL's images to DJL's masks of categories over a raw segmenter. */
final class CategoryMasks {

    private CategoryMasks() {}

    /** A translator that names the classes. */
    static Translator<Image, CategoryMask> translator(
            Translator<Picture, PixelClasses> raw, DetectionLabels labels, int classes) {
        List<String> names = IntStream.range(0, classes).mapToObj(labels::name).toList();
        return new DisplayTranslator<>(raw, ImageReader::read, (picture, found) -> mask(names, found));
    }

    private static CategoryMask mask(List<String> names, PixelClasses found) {
        int[][] rows = new int[found.height()][found.width()];
        for (int y = 0; y < found.height(); y++) {
            for (int x = 0; x < found.width(); x++) {
                rows[y][x] = found.at(x, y);
            }
        }
        return new CategoryMask(names, rows);
    }
}
