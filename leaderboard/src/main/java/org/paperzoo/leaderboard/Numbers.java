package org.paperzoo.leaderboard;

import java.util.Locale;

/** Numbers as tables print them. */
public final class Numbers {

    private Numbers() {}

    /** Two digits behind the point from 10 on, four below, and powers of ten for what would show none of its digits. */
    public static String plain(double value) {
        return String.format(Locale.ROOT, form("", value), value);
    }

    /** The same with its sign. */
    public static String signed(double value) {
        return String.format(Locale.ROOT, form("+", value), value);
    }

    private static String form(String flags, double value) {
        double size = Math.abs(value);
        if (size >= 1e7 || size > 0 && size < 1e-3) {
            return "%" + flags + ".2e";
        }
        return "%" + flags + (size >= 10 ? ".2f" : ".4f");
    }
}
