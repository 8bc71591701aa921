package org.paperzoo.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs short commands on next to nothing and prints nothing: the launcher archives the classes that this loads, so that
 * later starts find them ready (AppCDS).
 */
final class Rehearsal {

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Path folder = Files.createTempDirectory("paperzoo-rehearsal-");
        try {
            Path lines =
                    Files.writeString(folder.resolve("lines"), "It was the first line.\nThis is the second one.\n");
            Path objects = Files.writeString(
                    folder.resolve("objects.json"),
                    "{\"images\": [{\"id\": 1, \"width\": 9, \"height\": 9}], \"categories\": [{\"id\": 1, \"name\": \"a\"}],"
                            + " \"annotations\": [{\"id\": 1, \"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 1, 5, 5],"
                            + " \"area\": 25, \"iscrowd\": 0}]}");
            Path found = Files.writeString(
                    folder.resolve("found.json"),
                    "[{\"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 1, 5, 4], \"score\": 0.5}]");
            Paperzoo.execute("list");
            Paperzoo.execute("score", "bleu", "--hyp", lines.toString(), "--ref", lines.toString());
            Paperzoo.execute("score", "bleu", "--hyp", lines.toString(), "--ref", lines.toString(), "--json");
            Paperzoo.execute(
                    "score", "coco", "--gt", objects.toString(), "--dt", found.toString(), "--type", "bbox", "--json");
        } finally {
            for (String name : new String[] {"lines", "objects.json", "found.json"}) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        }
    }
}
