package org.paperzoo.evaluation.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.KeptExample.KeptPicture;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.zoo.image.Picture;

/**
 * Keeps the first examples of a run, within bounds: texts are cut, pictures made smaller, and states of a metric that
 * would take too much are left out.
 */
final class ExampleKeeper {

    /** Longest text of one field in characters. */
    static final int LONGEST_TEXT = 20_000;

    /** Longest side of a kept picture in pixels. */
    static final int LONGEST_SIDE = 640;

    /** Characters of JSON that the states of all metrics may take together. */
    static final long MOST_STATE = 128L << 20;

    private final int most;
    private final List<KeptExample> examples = new ArrayList<>();
    private final Map<String, byte[]> pictures = new LinkedHashMap<>();

    /** Keeps up to a number of examples; 0 keeps the metrics' states alone. */
    ExampleKeeper(int most) {
        this.most = most;
    }

    boolean wants(long index) {
        return index < most;
    }

    /** Adds an example. */
    void add(KeptExample example) {
        examples.add(example);
    }

    static String cut(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? LONGEST_TEXT - 1 : LONGEST_TEXT;
        return text.substring(0, end) + " …";
    }

    /** Keeps a photograph, smaller where it is large, as JPEG. */
    KeptPicture photograph(String name, String description, Picture picture) throws IOException {
        return picture(name + ".jpg", "jpg", description, picture);
    }

    /** Keeps a drawing, such as a mask, as PNG. */
    KeptPicture drawing(String name, String description, Picture picture) throws IOException {
        return picture(name + ".png", "png", description, picture);
    }

    private KeptPicture picture(String file, String format, String description, Picture picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(smaller(picture.toBufferedImage()), format, bytes)) {
            throw new IOException("this Java cannot write " + format + " pictures");
        }
        pictures.put(file, bytes.toByteArray());
        return new KeptPicture(file, description, picture.width(), picture.height());
    }

    private static BufferedImage smaller(BufferedImage image) {
        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = copy.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(image, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return copy;
    }

    /** All that was kept, with the states of the scoreboard's metrics as far as there is room. */
    KeptExamples finish(Scoreboard<?, ?> scores) {
        Map<String, List<JsonNode>> units = new LinkedHashMap<>();
        List<String> dropped = new ArrayList<>();
        long room = MOST_STATE;
        for (String metric : scores.metricIds()) {
            List<JsonNode> states = new ArrayList<>();
            long used = scores.states(metric, room, states);
            if (used < 0) {
                dropped.add(metric);
            } else {
                units.put(metric, states);
                room -= used;
            }
        }
        return new KeptExamples(units, dropped, examples, pictures);
    }
}
