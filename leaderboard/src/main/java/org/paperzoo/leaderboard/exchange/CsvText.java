package org.paperzoo.leaderboard.exchange;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Comma-separated values (RFC 4180). Texts that a spreadsheet would take for a formula get an apostrophe before them, which
 * reading takes away again; numbers stay as they are.
 */
final class CsvText {

    private static final String FORMULA = "=+-@\t\r'";
    private static final int LONGEST_CELL = 1 << 20;
    private static final int MOST_CELLS = 1000;

    private CsvText() {}

    static void writeRow(Writer out, List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(quoted(guarded(cells.get(i))));
        }
        out.write("\r\n");
    }

    private static String guarded(String cell) {
        boolean formula = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 && !isNumber(cell);
        return formula ? "'" + cell : cell;
    }

    private static boolean isNumber(String cell) {
        return cell.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?|-Infinity");
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** Reads rows one after the other. */
    static final class Rows {

        private final Reader in;
        private final String name;
        private int line = 1;
        private int next;

        Rows(Reader in, String name) throws IOException {
            this.in = in;
            this.name = name;
            next = in.read();
            if (next == '\uFEFF') {
                next = in.read();
            }
        }

        /** Line at which the next row begins. */
        int line() {
            return line;
        }

        /** The next row, or null behind the last one. */
        List<String> read() throws IOException {
            if (next < 0) {
                return null;
            }
            List<String> cells = new ArrayList<>();
            while (true) {
                cells.add(cell());
                if (cells.size() > MOST_CELLS) {
                    throw broken("a row has more than " + MOST_CELLS + " cells");
                }
                if (next == ',') {
                    advance();
                    continue;
                }
                if (next == '\r') {
                    advance();
                }
                if (next == '\n') {
                    advance();
                } else if (next >= 0) {
                    throw broken("a cell goes on behind its closing quote");
                }
                return cells;
            }
        }

        private String cell() throws IOException {
            StringBuilder text = new StringBuilder();
            if (next == '"') {
                advance();
                while (true) {
                    if (next < 0) {
                        throw broken("a quote is not closed");
                    }
                    if (next == '"') {
                        advance();
                        if (next != '"') {
                            break;
                        }
                    }
                    append(text);
                }
            } else {
                while (next >= 0 && next != ',' && next != '\n' && next != '\r') {
                    append(text);
                }
            }
            return text.length() > 0 && text.charAt(0) == '\'' ? text.substring(1) : text.toString();
        }

        private void append(StringBuilder text) throws IOException {
            if (text.length() == LONGEST_CELL) {
                throw broken("a cell is longer than " + LONGEST_CELL + " characters");
            }
            text.append((char) next);
            advance();
        }

        private void advance() throws IOException {
            if (next == '\n') {
                line++;
            }
            next = in.read();
        }

        private InvalidInputException broken(String what) {
            return new InvalidInputException(name + ":" + line + ": " + what);
        }
    }
}
