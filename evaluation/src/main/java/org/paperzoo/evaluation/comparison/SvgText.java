package org.paperzoo.evaluation.comparison;

/** Text from outside made fit to stand in an SVG picture. */
final class SvgText {

    private static final String ELLIPSIS = "…";

    private SvgText() {}

    /** Text for content and attributes: what means something to XML is escaped, what XML does not allow is replaced. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\t', '\n', '\r' -> escaped.append(' ');
                default -> escaped.appendCodePoint(allowed(point) ? point : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    /** XML 1.0's characters, less the overrides of writing direction, which would turn the rest of a line round. */
    private static boolean allowed(int point) {
        boolean character = point >= 0x20 && point < 0xD800
                || point >= 0xE000 && point < 0xFFFE
                || point >= 0x10000 && (point & 0xFFFE) != 0xFFFE;
        boolean override = point >= 0x202A && point <= 0x202E || point >= 0x2066 && point <= 0x2069;
        boolean control = point >= 0x7F && point < 0xA0;
        return character && !override && !control;
    }

    /** Width in pixels, estimated on the wide side: the viewer's font is not known. */
    static double width(String text, double fontSize) {
        return text.codePoints()
                        .mapToDouble(
                                point -> point >= 0x1100 ? 1.05 : isNarrow(point) ? 0.34 : isWide(point) ? 0.9 : 0.62)
                        .sum()
                * fontSize;
    }

    private static boolean isNarrow(int point) {
        return " .,:;|!'()[]ijltfI".indexOf(point) >= 0;
    }

    private static boolean isWide(int point) {
        return "mwMW@%".indexOf(point) >= 0;
    }

    /** The text, or its beginning and an ellipsis, in at most so many pixels. */
    static String fitted(String text, double fontSize, double pixels) {
        if (width(text, fontSize) <= pixels) {
            return text;
        }
        int[] points = text.codePoints().toArray();
        int kept = points.length;
        while (kept > 0 && width(new String(points, 0, kept) + ELLIPSIS, fontSize) > pixels) {
            kept--;
        }
        return new String(points, 0, kept).stripTrailing() + ELLIPSIS;
    }
}
