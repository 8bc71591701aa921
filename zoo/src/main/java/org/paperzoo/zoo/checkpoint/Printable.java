package org.paperzoo.zoo.checkpoint;

/** Text from a file made fit for a one-line message: quoted, control characters escaped, long ones cut. */
final class Printable {

    private static final int LONGEST = 120;

    private Printable() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char character = text.charAt(i);
            if (Character.isISOControl(character) || character == '\u2028' || character == '\u2029') {
                quoted.append(String.format("\\u%04x", (int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append(text.length() > LONGEST ? "…'" : "'").toString();
    }
}
