package org.paperzoo.datasets.vision;

import java.util.Locale;

/** The classes of the generated scenes. A shape lies in the unit disc; its category is its place plus one. */
public enum Shape {
    CIRCLE {
        @Override
        boolean contains(double x, double y) {
            return x * x + y * y <= 1;
        }
    },
    SQUARE {
        @Override
        boolean contains(double x, double y) {
            return Math.max(Math.abs(x), Math.abs(y)) <= 0.72;
        }
    },
    TRIANGLE {
        private final Outline outline = Outline.star(3, 0.5);

        @Override
        boolean contains(double x, double y) {
            return outline.contains(x, y);
        }
    },
    PENTAGON {
        private final Outline outline = Outline.star(5, StrictMath.cos(Math.PI / 5));

        @Override
        boolean contains(double x, double y) {
            return outline.contains(x, y);
        }
    },
    STAR {
        private final Outline outline = Outline.star(5, 0.4);

        @Override
        boolean contains(double x, double y) {
            return outline.contains(x, y);
        }
    },
    CROSS {
        @Override
        boolean contains(double x, double y) {
            double shorter = Math.min(Math.abs(x), Math.abs(y));
            return Math.max(Math.abs(x), Math.abs(y)) <= 0.95 && shorter <= 0.28;
        }
    },
    RING {
        @Override
        boolean contains(double x, double y) {
            double squared = x * x + y * y;
            return squared <= 1 && squared >= 0.55 * 0.55;
        }
    },
    CRESCENT {
        @Override
        boolean contains(double x, double y) {
            return x * x + y * y <= 1 && (x - 0.5) * (x - 0.5) + y * y >= 0.78 * 0.78;
        }
    };

    /** Whether a point belongs to the shape. */
    abstract boolean contains(double x, double y);

    /** Number of its category, from 1; 0 is the background. */
    public int category() {
        return ordinal() + 1;
    }

    /** Name of its category. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A polygon. */
    private record Outline(double[] xs, double[] ys) {

        /** Points on the unit circle and, between them, on a smaller one; at the cosine of half the angle it is regular. */
        static Outline star(int points, double inner) {
            double[] xs = new double[2 * points];
            double[] ys = new double[2 * points];
            for (int i = 0; i < 2 * points; i++) {
                double angle = Math.PI * i / points;
                double radius = i % 2 == 0 ? 1 : inner;
                xs[i] = radius * StrictMath.cos(angle);
                ys[i] = radius * StrictMath.sin(angle);
            }
            return new Outline(xs, ys);
        }

        boolean contains(double x, double y) {
            boolean inside = false;
            for (int i = 0, before = xs.length - 1; i < xs.length; before = i++) {
                if (ys[i] > y != ys[before] > y
                        && x < (xs[before] - xs[i]) * (y - ys[i]) / (ys[before] - ys[i]) + xs[i]) {
                    inside = !inside;
                }
            }
            return inside;
        }
    }
}
