package org.paperzoo.datasets.vision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.NewFile;

/**
 * Writes data sets of pictures in the forms that tools expect. Pictures are PNG files; an annotation file is written last,
 * so that a folder with one is whole.
 */
public final class CocoFolder {

    private CocoFolder() {}

    /**
     * Writes pictures with boxes as {@code FOLDER/NAME/*.png} and {@code FOLDER/annotations/instances_NAME.json}.
     *
     * @param name of the split, such as {@code test}
     * @param limit the largest number of pictures
     */
    public static void write(DetectionExamples examples, Path folder, String name, int limit) throws IOException {
        List<DetectionExample> written = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            DetectionExample example = examples.next();
            if (example == null) {
                break;
            }
            RgbImage image = example.image().read();
            writePicture(image.toBufferedImage(), folder.resolve(name).resolve(fileName(example.imageId())));
            // The picture itself is let go: only numbers are kept until the annotation file is written.
            written.add(
                    new DetectionExample(example.imageId(), null, image.width(), image.height(), example.objects()));
        }
        writeAnnotations(
                folder.resolve("annotations").resolve("instances_" + name + ".json"), written, examples.categories());
    }

    /** Writes an annotation file of pictures, which need not be there. */
    public static void writeAnnotations(Path file, List<DetectionExample> written, List<Category> categories)
            throws IOException {
        NewFile.writeBytes(file, output -> {
            JsonGenerator json = new JsonFactory().createGenerator(output);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            writeImages(json, written);
            writeObjects(json, written);
            writeCategories(json, categories);
            json.writeEndObject();
            json.close();
        });
    }

    /** Writes pictures as {@code FOLDER/images/NAME/*.png} and label maps as grey {@code FOLDER/labels/NAME/*.png}. */
    public static void write(SegmentationExamples examples, Path folder, String name, int limit) throws IOException {
        for (int i = 0; i < limit; i++) {
            SegmentationExample example = examples.next();
            if (example == null) {
                break;
            }
            LabelMap labels = example.labels();
            BufferedImage grey = new BufferedImage(labels.width(), labels.height(), BufferedImage.TYPE_BYTE_GRAY);
            grey.getRaster().setDataElements(0, 0, labels.width(), labels.height(), labels.labels());
            String file = example.id() + ".png";
            writePicture(grey, folder.resolve("labels").resolve(name).resolve(file));
            writePicture(
                    example.image().read().toBufferedImage(),
                    folder.resolve("images").resolve(name).resolve(file));
        }
        NewFile.write(folder.resolve("classes.txt"), writer -> {
            for (String label : examples.classes()) {
                writer.write(label);
                writer.write('\n');
            }
        });
    }

    /**
     * Reads a label map from a grey or indexed picture of 8 bits: its stored numbers are the classes.
     *
     * @throws InvalidDataException if it is a picture of another kind
     */
    public static LabelMap readLabels(Path file) throws IOException {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            PngSamples picture = PngFile.read(file);
            if (picture.channels() != 1 || picture.bits() > 8) {
                throw notLabels(file);
            }
            return new LabelMap(picture.width(), picture.height(), picture.samples());
        }
        BufferedImage image = new ImageFile(file).decode();
        if (image.getRaster().getNumBands() != 1 || image.getSampleModel().getSampleSize(0) > 8) {
            throw notLabels(file);
        }
        int[] samples = image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        byte[] labels = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            labels[i] = (byte) samples[i];
        }
        return new LabelMap(image.getWidth(), image.getHeight(), labels);
    }

    private static InvalidDataException notLabels(Path file) {
        return new InvalidDataException(file + ": is not a grey or indexed picture of 8 bits");
    }

    private static String fileName(long imageId) {
        return String.format(Locale.ROOT, "%012d.png", imageId);
    }

    private static void writePicture(BufferedImage image, Path file) throws IOException {
        NewFile.writeBytes(file, output -> {
            if (!ImageIO.write(image, "png", output)) {
                throw new IOException(file + ": this Java has no PNG writer");
            }
        });
    }

    private static void writeImages(JsonGenerator json, List<DetectionExample> examples) throws IOException {
        json.writeArrayFieldStart("images");
        for (DetectionExample example : examples) {
            json.writeStartObject();
            json.writeNumberField("id", example.imageId());
            json.writeNumberField("width", example.width());
            json.writeNumberField("height", example.height());
            json.writeStringField("file_name", fileName(example.imageId()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeObjects(JsonGenerator json, List<DetectionExample> examples) throws IOException {
        json.writeArrayFieldStart("annotations");
        for (DetectionExample example : examples) {
            for (ObjectAnnotation object : example.objects()) {
                json.writeStartObject();
                json.writeNumberField("id", object.id());
                json.writeNumberField("image_id", example.imageId());
                json.writeNumberField("category_id", object.category());
                json.writeArrayFieldStart("bbox");
                json.writeNumber(object.left());
                json.writeNumber(object.top());
                json.writeNumber(object.width());
                json.writeNumber(object.height());
                json.writeEndArray();
                json.writeNumberField("area", object.area());
                json.writeNumberField("iscrowd", object.crowd() ? 1 : 0);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void writeCategories(JsonGenerator json, List<Category> categories) throws IOException {
        json.writeArrayFieldStart("categories");
        for (Category category : categories) {
            json.writeStartObject();
            json.writeNumberField("id", category.id());
            json.writeStringField("name", category.name());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
