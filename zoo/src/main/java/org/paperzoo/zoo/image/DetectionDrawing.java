package org.paperzoo.zoo.image;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.paperzoo.zoo.task.Detections;

/**
 * Draws what a detector found onto the picture: a box for each object, in a colour of its class, with the class's name and
 * the score. Where Java finds no fonts (on machines without fontconfig), boxes alone are drawn.
 *
 * @param names gives the name of a label
 * @param threshold the score from which an object is drawn
 */
public record DetectionDrawing(IntFunction<String> names, double threshold) {

    /** Neighbouring labels get distant hues: each is a golden section of the circle further. */
    private static final float GOLDEN_SECTION = 0.618034f;

    private static final int SMALLEST_TEXT = 11;

    /** Returns a copy of the picture with the objects drawn, the best on top. */
    public Picture draw(Picture picture, Detections detections) {
        BufferedImage image = picture.toBufferedImage();
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            int side = Math.max(picture.width(), picture.height());
            graphics.setStroke(new BasicStroke(Math.max(2, side / 400)));
            Font font = font(graphics, Math.max(SMALLEST_TEXT, side / 60));
            for (int index : worstFirst(detections)) {
                drawOne(graphics, font, picture, detections, index);
            }
        } finally {
            graphics.dispose();
        }
        return Picture.of(image);
    }

    private List<Integer> worstFirst(Detections detections) {
        return IntStream.range(0, detections.size())
                .filter(index -> detections.scores()[index] >= threshold)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> detections.scores()[index]))
                .toList();
    }

    private void drawOne(Graphics2D graphics, Font font, Picture picture, Detections detections, int index) {
        int left = within(detections.boxes()[4 * index], picture.width());
        int top = within(detections.boxes()[4 * index + 1], picture.height());
        int right = within(detections.boxes()[4 * index + 2], picture.width());
        int bottom = within(detections.boxes()[4 * index + 3], picture.height());
        int label = detections.labels()[index];
        Color colour = Color.getHSBColor(label * GOLDEN_SECTION, 0.9f, 0.9f);
        graphics.setColor(colour);
        graphics.drawRect(left, top, right - left, bottom - top);
        if (font == null) {
            return;
        }
        String text = String.format(
                Locale.ROOT, "%s %.2f", names.apply(label), detections.scores()[index]);
        graphics.setFont(font);
        FontMetrics metrics = graphics.getFontMetrics();
        int height = metrics.getHeight();
        int x = Math.max(0, Math.min(left, picture.width() - metrics.stringWidth(text)));
        int y = top >= height ? top - height : top;
        graphics.fillRect(x, y, metrics.stringWidth(text), height);
        graphics.setColor(bright(colour) ? Color.BLACK : Color.WHITE);
        graphics.drawString(text, x, y + metrics.getAscent());
    }

    private static int within(float coordinate, int size) {
        return Math.max(0, Math.min(size - 1, Math.round(coordinate)));
    }

    /** Whether black is easier to read on a colour than white. */
    private static boolean bright(Color colour) {
        return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue() > 140;
    }

    /** A font that works, or null: Java throws errors of several kinds where the system has none. */
    private static Font font(Graphics2D graphics, int size) {
        try {
            Font font = new Font(Font.SANS_SERIF, Font.BOLD, size);
            graphics.getFontMetrics(font).stringWidth("a");
            return font;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return null;
        }
    }
}
