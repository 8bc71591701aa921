package org.paperzoo.evaluation.metric.code;

import org.paperzoo.evaluation.metric.text.PythonText;

/**
 * Takes comments out of code as CodeBLEU does before it parses, whatever the language: those of C, outside of literals
 * in single or double quotes, each replaced by a space; then lines without anything but spaces.
 */
final class CodeComments {

    private CodeComments() {}

    static String removedFrom(String code) {
        StringBuilder kept = new StringBuilder(code.length());
        int at = 0;
        while (at < code.length()) {
            char c = code.charAt(at);
            int end = c == '/' ? commentEnd(code, at) : c == '"' || c == '\'' ? literalEnd(code, at) : -1;
            if (end < 0) {
                kept.append(c);
                at++;
            } else {
                if (c == '/') {
                    kept.append(' ');
                } else {
                    kept.append(code, at, end);
                }
                at = end;
            }
        }
        return withoutEmptyLines(kept.toString());
    }

    /** Where the comment that starts at a slash ends, or -1 where none does; one that is not closed is none. */
    private static int commentEnd(String code, int at) {
        if (code.startsWith("//", at)) {
            int end = code.indexOf('\n', at);
            return end < 0 ? code.length() : end;
        }
        int end = code.startsWith("/*", at) ? code.indexOf("*/", at + 2) : -1;
        return end < 0 ? -1 : end + 2;
    }

    private static int literalEnd(String code, int at) {
        char quote = code.charAt(at);
        for (int i = at + 1; i < code.length(); i++) {
            if (code.charAt(i) == quote) {
                return i + 1;
            }
            if (code.charAt(i) == '\\') {
                i++;
            }
        }
        return -1;
    }

    private static String withoutEmptyLines(String code) {
        if (code.indexOf('\n') < 0 && !PythonText.strip(code).isEmpty()) {
            return code;
        }
        StringBuilder kept = new StringBuilder(code.length());
        for (String line : code.split("\n", -1)) {
            if (!PythonText.strip(line).isEmpty()) {
                kept.append(kept.isEmpty() ? "" : "\n").append(line);
            }
        }
        return kept.toString();
    }
}
