package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.nio.file.Path;
import org.paperzoo.datasets.vision.PngFile;
import org.paperzoo.datasets.vision.PngSamples;
import org.paperzoo.evaluation.metric.image.Pixels;
import org.paperzoo.evaluation.metric.segmentation.LabelMap;
import org.paperzoo.zoo.InvalidInputException;

/** Reads PNG files as what metrics compare. */
public final class PictureReaders {

    private PictureReaders() {}

    /** The labels of a grey or indexed picture: its stored numbers. */
    public static LabelMap labels(Path file) throws IOException {
        PngSamples picture = PngFile.read(file);
        if (picture.channels() != 1) {
            throw new InvalidInputException(file + ": the picture has " + picture.channels()
                    + " channels; a label map is grey or indexed, its numbers are the classes");
        }
        if (picture.bits() < 16) {
            return LabelMap.ofBytes(picture.width(), picture.height(), picture.samples());
        }
        int[] labels = new int[picture.width() * picture.height()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = picture.sample(i);
        }
        return LabelMap.ofIntegers(picture.width(), picture.height(), labels);
    }

    /** The segments of an RGB picture: {@code R + 256 G + 65536 B}. */
    public static LabelMap segments(Path file) throws IOException {
        PngSamples picture = PngFile.read(file);
        if (picture.channels() < 3 || picture.bits() != 8) {
            throw new InvalidInputException(file + ": the picture has " + picture.channels() + " channels of "
                    + picture.bits() + " bits; segments are RGB of 8 bits");
        }
        int[] ids = new int[picture.width() * picture.height()];
        int step = picture.channels();
        for (int i = 0; i < ids.length; i++) {
            ids[i] = picture.sample(step * i) | picture.sample(step * i + 1) << 8 | picture.sample(step * i + 2) << 16;
        }
        return LabelMap.ofIntegers(picture.width(), picture.height(), ids);
    }

    /** The samples of a grey or RGB picture of 8 or 16 bits; a channel of transparency is left out. */
    static Pixels pixels(Path file) throws IOException {
        PngSamples picture = PngFile.read(file);
        if (picture.indexed() || picture.bits() < 8) {
            throw new InvalidInputException(file + ": the picture is "
                    + (picture.indexed() ? "indexed" : "of " + picture.bits() + " bits")
                    + "; restored pictures are grey or RGB of 8 or 16 bits");
        }
        int channels = picture.channels() - 1 | 1;
        char[] samples = new char[picture.width() * picture.height() * channels];
        for (int pixel = 0; pixel < picture.width() * picture.height(); pixel++) {
            for (int channel = 0; channel < channels; channel++) {
                samples[pixel * channels + channel] = (char) picture.sample(pixel * picture.channels() + channel);
            }
        }
        return new Pixels(samples, picture.width(), picture.height(), channels, picture.bits() == 16 ? 65_535 : 255);
    }
}
