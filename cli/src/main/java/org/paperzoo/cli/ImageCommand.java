package org.paperzoo.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.checkpoint.MemoryCheckpoint;
import org.paperzoo.zoo.checkpoint.SafetensorsWriter;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import org.paperzoo.zoo.checkpoint.TensorType;
import org.paperzoo.zoo.image.OpenCvResampling;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.image.PictureReader;
import org.paperzoo.zoo.image.PictureSize;
import org.paperzoo.zoo.image.PictureWriter;
import org.paperzoo.zoo.image.Resampling;
import org.paperzoo.zoo.image.Resizer;
import org.paperzoo.zoo.model.PaperModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo image}: a picture as the papers' code reads and resizes it, or as a model sees it. */
@Command(
        name = "image",
        description = "Resize a picture as the papers' code does, or show what a model sees of it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Without --resize and --as, the picture is written as it was read. The output is PNG.",
            "Examples:",
            "  paperzoo image street.jpg --resize 224x224 --filter bicubic -o small.png",
            "  paperzoo image street.jpg --as detr-resnet-50 -o seen.png --tensor seen.safetensors"
        })
final class ImageCommand implements Callable<Integer> {

    private static final String OPENCV = "opencv-linear";
    private static final String TENSOR = "pixel_values";

    @Parameters(paramLabel = "FILE", description = "PNG, JPEG, GIF (the first frame) or BMP.")
    private Path file;

    @Option(names = "--resize", paramLabel = "WxH", description = "Bring it to this width and height.")
    private String size;

    @Option(
            names = "--filter",
            paramLabel = "NAME",
            description =
                    "How to resize: as Pillow does with nearest, box, bilinear, hamming, bicubic or lanczos, or as"
                            + " OpenCV does with " + OPENCV + " (default: bilinear).")
    private String filter;

    @Option(
            names = "--as",
            paramLabel = "ID",
            description = "What this model sees: after resizing, cropping and padding, before normalisation.")
    private String model;

    @Option(
            names = "--tensor",
            paramLabel = "OUT",
            description = "Write the normalised numbers too: a safetensors file with " + TENSOR
                    + ", [1, 3, height, width]; with --as.")
    private Path tensor;

    @Option(
            names = "--upright",
            description = "Turn the picture first as its EXIF orientation says; most papers' code does not.")
    private boolean upright;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "The PNG file to write.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        check();
        Resizer resizer = resizer();
        PictureSize wanted = size == null ? null : PictureSize.parse(size);
        PictureInput input = model == null ? null : input();
        Picture picture = upright ? PictureReader.readUpright(file) : PictureReader.read(file);
        Picture result = picture;
        if (wanted != null) {
            result = resizer.resize(picture, wanted.width(), wanted.height());
        } else if (input != null) {
            result = input.seen(picture);
        }
        if (tensor != null) {
            writeTensor(input.planes(picture));
        }
        if (output != null) {
            PictureWriter.writePng(result, output);
        }
        System.out.printf("%s: %s to %s%n", file, PictureSize.of(picture), PictureSize.of(result));
        return 0;
    }

    private void check() throws IOException {
        if (size != null && model != null) {
            throw new IllegalArgumentException("--resize and --as are two ways to a size; give one");
        }
        if (filter != null && size == null) {
            throw new IllegalArgumentException("--filter goes with --resize WxH");
        }
        if (tensor != null && model == null) {
            throw new IllegalArgumentException("--tensor goes with --as ID, which says how to normalise");
        }
        if (output == null && tensor == null) {
            throw new IllegalArgumentException("nothing to write; give -o OUT.png");
        }
        checkTarget("-o", output);
        checkTarget("--tensor", tensor);
        if (output != null && tensor != null && output.toAbsolutePath().equals(tensor.toAbsolutePath())) {
            throw new IllegalArgumentException("-o and --tensor name one file; give two");
        }
    }

    private void checkTarget(String option, Path target) throws IOException {
        if (target == null) {
            return;
        }
        OutputFile.requireWritable(option, target);
        if (Files.exists(target) && Files.exists(file) && Files.isSameFile(file, target)) {
            throw new IllegalArgumentException(option + " " + target + " is the input itself; give another file");
        }
    }

    private Resizer resizer() {
        if (filter == null) {
            return Resampling.BILINEAR;
        }
        String name = filter.toLowerCase(Locale.ROOT);
        if (name.equals(OPENCV)) {
            return OpenCvResampling.LINEAR;
        }
        for (Resampling each : Resampling.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "no filter " + filter + "; expected nearest, box, bilinear, hamming, bicubic, lanczos or " + OPENCV);
    }

    private PictureInput input() throws IOException {
        return PaperModel.pictureInput(Catalogue.standard().card(model))
                .orElseThrow(() -> new IllegalArgumentException("--as " + model + ": its input is no picture"));
    }

    private void writeTensor(PictureInput.Planes planes) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * planes.values().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(planes.values());
        List<Long> shape =
                List.of(1L, (long) Picture.CHANNELS, (long) planes.size().height(), (long)
                        planes.size().width());
        SafetensorsWriter.write(
                tensor,
                MemoryCheckpoint.of(file.toString(), Map.of(new TensorInfo(TENSOR, TensorType.F32, shape), bytes)),
                Map.of());
    }
}
