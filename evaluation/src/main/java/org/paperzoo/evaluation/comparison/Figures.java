package org.paperzoo.evaluation.comparison;

import java.util.Locale;

/** Figures of a comparison as text, the same in tables and pictures. */
final class Figures {

    private static final String[] THOUSANDS = {"", "k", "M", "G", "T", "P"};

    private Figures() {}

    /** Three significant digits where there are no more before the point. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : size >= 0.9995 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    /** A share in per cent. */
    static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    /** A difference of outputs. */
    static String difference(double value) {
        return value == 0 ? "0" : Double.isInfinite(value) ? "infinite" : String.format(Locale.ROOT, "%.1e", value);
    }

    /** A count or a rate with a decimal prefix, such as {@code 1.53 GFLOP}. */
    static String scaled(double value, String unit) {
        int prefix = 0;
        double scaled = value;
        while (Math.abs(scaled) >= 999.5 && prefix < THOUSANDS.length - 1) {
            scaled /= 1000;
            prefix++;
        }
        String digits = prefix == 0 && scaled == Math.rint(scaled)
                ? String.format(Locale.ROOT, "%.0f", scaled)
                : number(scaled);
        return digits + " " + THOUSANDS[prefix] + unit;
    }

    /** Bytes of memory in binary mebibytes, without the unit. */
    static String mebibytes(long bytes) {
        // Rounded as a whole number first: a few bytes below zero would be shown as -0.0.
        return String.format(Locale.ROOT, "%.1f", Math.round(bytes / 104857.6) / 10.0);
    }
}
