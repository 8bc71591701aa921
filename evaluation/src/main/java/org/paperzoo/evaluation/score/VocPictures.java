package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.datasets.vision.VocAnnotationFile;
import org.paperzoo.datasets.vision.VocObject;
import org.paperzoo.datasets.vision.VocResultFile;
import org.paperzoo.evaluation.metric.detection.VocPrediction;
import org.paperzoo.evaluation.metric.detection.VocReference;

/**
 * The pictures of a Pascal VOC folder with the results for them. Classes are those annotated; a result file is of the class
 * that its name without ending is, or ends with after an underscore, such as {@code comp4_det_test_car.txt}.
 */
final class VocPictures {

    private final Path folder;
    private final List<String> names;
    private final List<List<VocObject>> annotated = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private final Map<String, Integer> numbers = new TreeMap<>();

    private VocPictures(Path folder, List<String> names) {
        this.folder = folder;
        this.names = names;
    }

    /** What was found in one picture, as growing columns. */
    private static final class Found {
        private int count;
        private double[] boxes = new double[0];
        private double[] scores = new double[0];
        private int[] classes = new int[0];

        void add(int number, double score, double[] box) {
            if (count == scores.length) {
                int grown = Math.max(8, 2 * count);
                boxes = Arrays.copyOf(boxes, 4 * grown);
                scores = Arrays.copyOf(scores, grown);
                classes = Arrays.copyOf(classes, grown);
            }
            System.arraycopy(box, 0, boxes, 4 * count, 4);
            scores[count] = score;
            classes[count++] = number;
        }
    }

    /**
     * Reads annotations and results.
     *
     * @param annotations folder of XML files
     * @param results folder of text files, one for each class that was found
     * @param list file of the names of the pictures, one a line; null for all that are annotated
     */
    static VocPictures open(Path annotations, Path results, Path list) throws IOException {
        checkFolder(annotations);
        checkFolder(results);
        List<String> names = list == null ? stems(annotations, ".xml") : listed(list);
        if (names.isEmpty()) {
            throw new InvalidDataException((list == null ? annotations : list) + ": names no picture");
        }
        VocPictures pictures = new VocPictures(annotations, names);
        for (String name : names) {
            List<VocObject> objects = VocAnnotationFile.read(annotations.resolve(name + ".xml"));
            objects.forEach(object -> pictures.numbers.put(object.name(), 0));
            pictures.annotated.add(objects);
            pictures.found.add(new Found());
        }
        if (pictures.numbers.isEmpty()) {
            throw new InvalidDataException(annotations + ": no picture has an object");
        }
        int next = 0;
        for (Map.Entry<String, Integer> entry : pictures.numbers.entrySet()) {
            entry.setValue(next++);
        }
        pictures.readResults(results);
        return pictures;
    }

    private static void checkFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
        }
    }

    private static List<String> stems(Path folder, String ending) throws IOException {
        List<String> stems = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ending)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                stems.add(name.substring(0, name.length() - ending.length()));
            }
        }
        stems.sort(null);
        return stems;
    }

    private static List<String> listed(Path list) throws IOException {
        List<String> names = new ArrayList<>();
        try (LineReader lines = LineReader.open(list)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                String name = line.strip();
                if (name.isEmpty()) {
                    continue;
                }
                if (name.contains("/") || name.contains("\\") || name.indexOf('\0') >= 0) {
                    throw lines.wrong("\"" + name + "\" is no name of a picture");
                }
                names.add(name);
            }
        }
        return names;
    }

    private void readResults(Path results) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        for (String name : names) {
            if (places.put(name, places.size()) != null) {
                throw new InvalidDataException("the list of pictures names " + name + " twice");
            }
        }
        List<String> files = stems(results, ".txt");
        if (files.isEmpty()) {
            throw new InvalidDataException(results + ": has no result files, such as "
                    + numbers.keySet().iterator().next() + ".txt");
        }
        Map<Integer, String> fileOfClass = new HashMap<>();
        for (String stem : files) {
            Path file = results.resolve(stem + ".txt");
            int number = classOf(file, stem);
            String former = fileOfClass.put(number, stem);
            if (former != null) {
                throw new InvalidDataException(file + ": is of the same class as " + former + ".txt");
            }
            VocResultFile.read(file, (picture, score, box) -> {
                Integer place = places.get(picture);
                if (place == null) {
                    throw new IllegalArgumentException("the picture \"" + picture + "\" is not annotated");
                }
                found.get(place).add(number, score, box);
            });
        }
    }

    private int classOf(Path file, String stem) throws InvalidDataException {
        String longest = null;
        for (String name : numbers.keySet()) {
            if ((stem.equals(name) || stem.endsWith("_" + name))
                    && (longest == null || name.length() > longest.length())) {
                longest = name;
            }
        }
        if (longest == null) {
            throw new InvalidDataException(file + ": is of no class that is annotated; there are " + numbers.keySet());
        }
        return numbers.get(longest);
    }

    int size() {
        return names.size();
    }

    /** What to call a picture in messages. */
    String where(int picture) {
        return folder.resolve(names.get(picture) + ".xml").toString();
    }

    /** The classes by number. */
    Map<Integer, String> classes() {
        Map<Integer, String> classes = new TreeMap<>();
        numbers.forEach((name, number) -> classes.put(number, name));
        return classes;
    }

    VocPrediction found(int picture) {
        Found its = found.get(picture);
        return new VocPrediction(
                Arrays.copyOf(its.boxes, 4 * its.count),
                Arrays.copyOf(its.scores, its.count),
                Arrays.copyOf(its.classes, its.count));
    }

    VocReference annotated(int picture) {
        List<VocObject> objects = annotated.get(picture);
        double[] corners = new double[4 * objects.size()];
        int[] classes = new int[objects.size()];
        boolean[] difficult = new boolean[objects.size()];
        for (int i = 0; i < classes.length; i++) {
            VocObject object = objects.get(i);
            corners[4 * i] = object.left();
            corners[4 * i + 1] = object.top();
            corners[4 * i + 2] = object.right();
            corners[4 * i + 3] = object.bottom();
            classes[i] = numbers.get(object.name());
            difficult[i] = object.difficult();
        }
        return new VocReference(picture, corners, classes, difficult);
    }
}
