package org.paperzoo.zoo.vision;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ModelFiles;

/**
 * Names of the classes that a network of pictures tells apart.
 *
 * @param names in the order of the classes' numbers; empty where a number has no class
 */
public record DetectionLabels(List<String> names) {

    private static final List<String> KNOWN = List.of("coco", "coco-panoptic");

    public DetectionLabels {
        names = List.copyOf(names);
    }

    /**
     * The labels that the card's {@code translator.labels} gives (a list, {@code coco}: the 80 classes under their 90
     * numbers, or {@code coco-panoptic}: those and 53 kinds of stuff), else those of {@code id2label} in the
     * configuration, else none.
     */
    public static DetectionLabels of(ModelFiles files) throws IOException {
        JsonNode setting = files.settings().path("labels");
        if (setting.isArray()) {
            List<String> names = new ArrayList<>();
            setting.forEach(name -> names.add(name.asText()));
            return new DetectionLabels(names);
        }
        if (setting.isTextual() && KNOWN.contains(setting.textValue())) {
            return named(setting.textValue());
        }
        if (!setting.isMissingNode()) {
            throw new InvalidInputException(files.configuration().source() + ": translator setting \"labels\" is "
                    + setting + "; expected a list of names, or one of " + String.join(", ", KNOWN));
        }
        return ofConfiguration(files.configuration().json().path("id2label"));
    }

    /** A list that comes with the zoo. */
    static DetectionLabels named(String list) throws IOException {
        String resource = "/org/paperzoo/zoo/labels/" + list + ".txt";
        List<String> names = new ArrayList<>();
        try (InputStream stream = DetectionLabels.class.getResourceAsStream(resource);
                var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                int number = Integer.parseInt(line.substring(0, space));
                while (names.size() < number) {
                    names.add("");
                }
                names.add(line.substring(space + 1));
            }
        }
        return new DetectionLabels(names);
    }

    private static DetectionLabels ofConfiguration(JsonNode id2label) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < id2label.size(); i++) {
            String name = id2label.path(Integer.toString(i)).asText("");
            names.add(name.equals("N/A") ? "" : name);
        }
        return new DetectionLabels(names);
    }

    /** The name of a class, or {@code class N} where it has none. */
    public String name(int label) {
        return label < names.size() && !names.get(label).isEmpty() ? names.get(label) : "class " + label;
    }
}
