package org.paperzoo.evaluation.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.paperzoo.hub.WholeFile;
import org.paperzoo.zoo.training.EpochRecord;
import org.paperzoo.zoo.training.TrainingListener;

/**
 * The losses of a training as an SVG picture that is drawn anew while it runs: the training loss, of stretches of steps, and
 * the validation loss after each epoch, on a logarithmic scale. Of epochs before a resumption it has the means.
 */
final class LossCurve implements TrainingListener {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int LEFT = 64;
    private static final int MARGIN = 32;

    /** Stretches that the training loss is drawn with; twice as many steps go into one when they are used up. */
    private static final int STRETCHES = 400;

    private static final long REDRAW_NANOS = 5_000_000_000L;

    private final String title;
    private final Path file;
    private final TrainingListener next;
    private final List<Point> before = new ArrayList<>();
    private final List<Point> training = new ArrayList<>();
    private final List<Point> validation = new ArrayList<>();
    private int stretch = 1;
    private double sum;
    private int summed;
    private double position;
    private long drawn;

    private record Point(double epoch, double loss) {}

    /**
     * A curve that is not drawn yet.
     *
     * @param next hears the same afterwards
     */
    LossCurve(String title, Path file, TrainingListener next) {
        this.title = title;
        this.file = file;
        this.next = next;
    }

    @Override
    public void resumed(List<EpochRecord> epochs) {
        for (EpochRecord epoch : epochs) {
            before.add(new Point(epoch.epoch() - 0.5, epoch.trainingLoss()));
            validation.add(new Point(epoch.epoch(), epoch.validationLoss()));
        }
        next.resumed(epochs);
    }

    @Override
    public void step(int epoch, int step, int steps, double loss) {
        position = epoch - 1 + step / (double) steps;
        sum += loss;
        if (++summed == stretch) {
            training.add(new Point(position, sum / stretch));
            sum = 0;
            summed = 0;
            if (training.size() == STRETCHES) {
                halve();
            }
        }
        if (System.nanoTime() - drawn > REDRAW_NANOS) {
            draw();
        }
        next.step(epoch, step, steps, loss);
    }

    private void halve() {
        for (int i = 0; i < STRETCHES / 2; i++) {
            Point first = training.get(2 * i);
            Point second = training.get(2 * i + 1);
            training.set(i, new Point(second.epoch, (first.loss + second.loss) / 2));
        }
        training.subList(STRETCHES / 2, STRETCHES).clear();
        stretch *= 2;
    }

    @Override
    public void epoch(EpochRecord epoch) {
        position = epoch.epoch();
        validation.add(new Point(epoch.epoch(), epoch.validationLoss()));
        draw();
        next.epoch(epoch);
    }

    @Override
    public void ended() {
        next.ended();
    }

    @Override
    public boolean wantsToStop() {
        return next.wantsToStop();
    }

    private void draw() {
        drawn = System.nanoTime();
        try {
            WholeFile.write(file, svg().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String svg() {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        List<Point> learned = Stream.concat(before.stream(), training.stream()).toList();
        for (List<Point> points : List.of(learned, validation)) {
            for (Point point : points) {
                if (point.loss > 0) {
                    low = Math.min(low, point.loss);
                    high = Math.max(high, point.loss);
                }
            }
        }
        if (high == 0) {
            low = high = 1;
        }
        double bottom = Math.pow(10, Math.floor(Math.log10(low) * 5) / 5);
        double top = Math.max(Math.pow(10, Math.ceil(Math.log10(high) * 5) / 5), bottom * 1.5);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<title>Losses of %s</title>%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                        + "<text x=\"%d\" y=\"18\" font-size=\"14\">%s</text>%n"
                        + "<text x=\"%d\" y=\"18\" fill=\"#1f6fb2\">training</text>%n"
                        + "<text x=\"%d\" y=\"18\" fill=\"#c03a2b\">validation</text>%n",
                WIDTH,
                HEIGHT,
                title,
                LEFT,
                title,
                WIDTH - 170,
                WIDTH - 100));
        for (int i = 0; i <= 4; i++) {
            double loss = bottom * Math.pow(top / bottom, i / 4.0);
            double y = y(loss, bottom, top);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>%n",
                    LEFT,
                    WIDTH - MARGIN,
                    y,
                    y,
                    LEFT - 6,
                    y + 4,
                    loss));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\">epoch 0</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.2f</text>%n",
                LEFT,
                HEIGHT - 8,
                WIDTH - MARGIN,
                HEIGHT - 8,
                position));
        line(svg, learned, bottom, top, "#1f6fb2");
        line(svg, validation, bottom, top, "#c03a2b");
        return svg.append("</svg>\n").toString();
    }

    private void line(StringBuilder svg, List<Point> points, double bottom, double top, String colour) {
        svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        points.forEach(point ->
                svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.epoch), y(point.loss, bottom, top))));
        svg.append("\"/>\n");
        if (points.size() <= 60) {
            points.forEach(point -> svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>%n",
                    x(point.epoch),
                    y(point.loss, bottom, top),
                    colour)));
        }
    }

    private double x(double epoch) {
        return LEFT + (WIDTH - LEFT - MARGIN) * (position == 0 ? 0 : epoch / position);
    }

    private static double y(double loss, double bottom, double top) {
        double part = Math.log(Math.max(loss, bottom) / bottom) / Math.log(top / bottom);
        return HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * part;
    }
}
