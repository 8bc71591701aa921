package org.paperzoo.zoo.onnx;

import ai.onnxruntime.OrtException;

/** What ONNX Runtime says of an error, which may have several lines, made fit for a message of one. */
final class OnnxErrors {

    private static final int LONGEST = 400;

    private OnnxErrors() {}

    static String line(OrtException e) {
        String line = e.getMessage()
                .replaceFirst("^Error code - \\w+ - message: ", "")
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
