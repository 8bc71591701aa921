package org.paperzoo.datasets.vision;

import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.SeededRandom;

/**
 * Paints one scene: a background of a colour gradient with a soft texture, clutter (thin lines and specks), from one to six
 * shapes, a few thin lines over them, and noise. Shapes are turned, shaded, partly hidden by later ones and cut by the
 * border, but never by so much that they could not be told. Edges are smoothed by four by four samples a pixel. Only
 * additions, multiplications and {@link StrictMath} are used, so that every machine paints the same pixels.
 */
final class ScenePainter {

    private static final int SAMPLES = 4;
    private static final int MOST_SHAPES = 6;
    private static final int PLACES_TRIED = 30;
    private static final double LEAST_SEEN = 0.5;
    private static final double LEAST_INSIDE = 0.7;
    private static final double LEAST_RADIUS = 9;
    private static final double MOST_RADIUS = 28;
    private static final double LEAST_CONTRAST = 110;

    private final int size;
    private final SeededRandom random;
    private final double[][] canvas;
    private final double[] base = new double[3];
    private final byte[] shapeAt;
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Integer> fullPixels = new ArrayList<>();

    private ScenePainter(int size, SeededRandom random) {
        this.size = size;
        this.random = random;
        this.canvas = new double[3][size * size];
        this.shapeAt = new byte[size * size];
    }

    /** Paints a square scene. */
    static Scene paint(int size, SeededRandom random, long firstId) {
        ScenePainter painter = new ScenePainter(size, random);
        painter.background();
        painter.lines(random.between(3, 8));
        painter.specks(random.between(8, 24));
        int count = random.between(1, MOST_SHAPES);
        for (int i = 0; i < count; i++) {
            painter.shape();
        }
        painter.lines(random.between(0, 2));
        return Scene.of(painter.noisy(), painter.shapeAt, painter.shapes, firstId);
    }

    private void background() {
        double[][] corners = new double[4][3];
        for (int channel = 0; channel < 3; channel++) {
            base[channel] = random.uniform(50, 205);
            for (double[] corner : corners) {
                corner[channel] = base[channel] + random.uniform(-30, 30);
            }
        }
        int cells = 8;
        double[] texture = new double[(cells + 1) * (cells + 1)];
        for (int i = 0; i < texture.length; i++) {
            texture[i] = random.uniform(-14, 14);
        }
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double right = (x + 0.5) / size;
                double down = (y + 0.5) / size;
                int cellX = (int) (right * cells);
                int cellY = (int) (down * cells);
                int at = cellY * (cells + 1) + cellX;
                double soft = blend(
                        texture[at],
                        texture[at + 1],
                        texture[at + cells + 1],
                        texture[at + cells + 2],
                        right * cells - cellX,
                        down * cells - cellY);
                for (int channel = 0; channel < 3; channel++) {
                    canvas[channel][y * size + x] = soft
                            + blend(
                                    corners[0][channel],
                                    corners[1][channel],
                                    corners[2][channel],
                                    corners[3][channel],
                                    right,
                                    down);
                }
            }
        }
    }

    private static double blend(
            double upperLeft, double upperRight, double lowerLeft, double lowerRight, double right, double down) {
        double upper = upperLeft + (upperRight - upperLeft) * right;
        double lower = lowerLeft + (lowerRight - lowerLeft) * right;
        return upper + (lower - upper) * down;
    }

    private void lines(int count) {
        for (int i = 0; i < count; i++) {
            double[] colour = colour(0);
            double x = random.uniform(0, size);
            double y = random.uniform(0, size);
            double angle = random.uniform(0, 2 * Math.PI);
            double length = random.uniform(size * 0.15, size * 0.7);
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            double half = random.uniform(0.4, 0.9);
            double across = length / 2 * Math.abs(cos) + 1;
            double down = length / 2 * Math.abs(sin) + 1;
            fill(
                    colour,
                    0,
                    x,
                    y,
                    across,
                    down,
                    (dx, dy) -> Math.abs(dx * cos + dy * sin) <= length / 2 && Math.abs(dy * cos - dx * sin) <= half);
        }
    }

    private void specks(int count) {
        for (int i = 0; i < count; i++) {
            double radius = random.uniform(0.5, 1.6);
            fill(
                    colour(0),
                    0,
                    random.uniform(0, size),
                    random.uniform(0, size),
                    radius,
                    radius,
                    (dx, dy) -> dx * dx + dy * dy <= radius * radius);
        }
    }

    /** Paints one more shape where it leaves the others, and is itself, visible enough; gives up after some tries. */
    private void shape() {
        Shape shape = Shape.values()[random.below(Shape.values().length)];
        double[] colour = colour(LEAST_CONTRAST);
        double shading = random.uniform(-0.25, 0.25);
        double share = shareOfSquare(shape);
        for (int attempt = 0; attempt < PLACES_TRIED; attempt++) {
            double radius = random.uniform(LEAST_RADIUS, MOST_RADIUS);
            double x = random.uniform(0.75 * radius, size - 0.75 * radius);
            double y = random.uniform(0.75 * radius, size - 0.75 * radius);
            double angle = random.uniform(0, 2 * Math.PI);
            double cos = StrictMath.cos(angle) / radius;
            double sin = StrictMath.sin(angle) / radius;
            Area area = (dx, dy) -> shape.contains(dx * cos + dy * sin, dy * cos - dx * sin);
            List<Integer> covered = covered(x, y, radius, area);
            if (leavesEnough(covered, share * 4 * radius * radius)) {
                fill(colour, shading, x, y, radius, radius, area);
                shapes.add(shape);
                fullPixels.add(covered.size());
                covered.forEach(at -> shapeAt[at] = (byte) shapes.size());
                return;
            }
        }
    }

    /** The part of the square around a shape's disc that the shape fills, counted on a grid. */
    private static double shareOfSquare(Shape shape) {
        int inside = 0;
        int steps = 40;
        for (int i = 0; i < steps * steps; i++) {
            double x = (i % steps + 0.5) * 2 / steps - 1;
            double y = (i / steps + 0.5) * 2 / steps - 1;
            inside += shape.contains(x, y) ? 1 : 0;
        }
        return inside / (double) (steps * steps);
    }

    private boolean leavesEnough(List<Integer> covered, double fullPixelsOfNew) {
        if (covered.size() < LEAST_INSIDE * fullPixelsOfNew) {
            return false;
        }
        int[] seen = new int[shapes.size()];
        for (byte index : shapeAt) {
            if (index > 0) {
                seen[index - 1]++;
            }
        }
        for (int at : covered) {
            if (shapeAt[at] > 0) {
                seen[shapeAt[at] - 1]--;
            }
        }
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] < LEAST_SEEN * fullPixels.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** A colour with at least some distance from the background's, summed over the three channels. */
    private double[] colour(double contrast) {
        while (true) {
            double[] colour = {random.uniform(15, 240), random.uniform(15, 240), random.uniform(15, 240)};
            double distance = 0;
            for (int channel = 0; channel < 3; channel++) {
                distance += Math.abs(colour[channel] - base[channel]);
            }
            if (distance >= contrast) {
                return colour;
            }
        }
    }

    /** Pixels of which an area covers at least half. */
    private List<Integer> covered(double x, double y, double reach, Area area) {
        List<Integer> pixels = new ArrayList<>();
        eachPixel(x, y, reach, reach, area, (at, samples) -> {
            if (2 * samples >= SAMPLES * SAMPLES) {
                pixels.add(at);
            }
        });
        return pixels;
    }

    private void fill(double[] colour, double shading, double x, double y, double across, double down, Area area) {
        eachPixel(x, y, across, down, area, (at, samples) -> {
            double share = samples / (double) (SAMPLES * SAMPLES);
            double light = 1 + shading * (at / size - y) / down;
            for (int channel = 0; channel < 3; channel++) {
                canvas[channel][at] += share * (colour[channel] * light - canvas[channel][at]);
            }
        });
    }

    private void eachPixel(double x, double y, double across, double down, Area area, Pixel pixel) {
        int top = Math.max(0, (int) Math.floor(y - down));
        int bottom = Math.min(size - 1, (int) Math.floor(y + down));
        int left = Math.max(0, (int) Math.floor(x - across));
        int right = Math.min(size - 1, (int) Math.floor(x + across));
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                int inside = 0;
                for (int sample = 0; sample < SAMPLES * SAMPLES; sample++) {
                    double dx = column + (sample % SAMPLES + 0.5) / SAMPLES - x;
                    double dy = row + (sample / SAMPLES + 0.5) / SAMPLES - y;
                    inside += area.contains(dx, dy) ? 1 : 0;
                }
                if (inside > 0) {
                    pixel.visit(row * size + column, inside);
                }
            }
        }
    }

    private RgbImage noisy() {
        double strength = random.uniform(1, 8);
        int[] pixels = new int[size * size];
        for (int at = 0; at < pixels.length; at++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                double value = canvas[channel][at] + strength * random.gaussian();
                rgb = rgb << 8 | (int) Math.max(0, Math.min(255, Math.floor(value + 0.5)));
            }
            pixels[at] = rgb;
        }
        return new RgbImage(size, size, pixels);
    }

    /** Whether a point, given by its distance from the centre, belongs to what is painted. */
    private interface Area {
        boolean contains(double dx, double dy);
    }

    private interface Pixel {
        void visit(int at, int samples);
    }
}
