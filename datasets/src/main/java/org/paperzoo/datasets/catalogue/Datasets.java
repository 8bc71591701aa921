package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The data sets by ID: one JSON file each in the folder {@code datasets} of the class path, whether that comes from a folder
 * or from jars. Adding a data set of a known kind adds a file, and nothing else.
 */
public final class Datasets {

    private static final String FOLDER = "datasets";
    private static final String ENDING = ".json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Map<String, Dataset> BY_ID = load();

    private Datasets() {}

    /** All data sets in the order of their IDs. */
    public static Collection<Dataset> all() {
        return BY_ID.values();
    }

    /**
     * Finds a data set.
     *
     * @throws NoSuchElementException if there is none of that ID; the message lists those there are
     */
    public static Dataset named(String id) {
        Dataset dataset = BY_ID.get(id);
        if (dataset == null) {
            throw new NoSuchElementException("no data set " + id + "; there are " + String.join(", ", BY_ID.keySet()));
        }
        return dataset;
    }

    /**
     * Finds a data set of a kind, such as {@link Dataset.Text}.
     *
     * @throws NoSuchElementException if there is none of that ID, or it is of another kind
     */
    public static <D extends Dataset> D named(String id, Class<D> kind) {
        Dataset dataset = named(id);
        if (!kind.isInstance(dataset)) {
            throw new NoSuchElementException("the data set " + id + " (" + dataset.title() + ") is not one of "
                    + kind.getSimpleName().toLowerCase(Locale.ROOT));
        }
        return kind.cast(dataset);
    }

    private static Map<String, Dataset> load() {
        Map<String, Dataset> datasets = new TreeMap<>();
        try {
            for (URL url : Collections.list(Datasets.class.getClassLoader().getResources(FOLDER))) {
                if (url.getProtocol().equals("jar")) {
                    String address = url.toString();
                    URI archive = URI.create(address.substring("jar:".length(), address.indexOf("!/")));
                    try (FileSystem files = FileSystems.newFileSystem(Path.of(archive))) {
                        loadBelow(files.getPath("/" + FOLDER), datasets);
                    }
                } else {
                    loadBelow(Path.of(URI.create(url.toString())), datasets);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(datasets);
    }

    private static void loadBelow(Path folder, Map<String, Dataset> datasets) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        for (Path file : found) {
            Dataset dataset = JSON.readValue(Files.readAllBytes(file), Dataset.class);
            if (!file.getFileName().toString().equals(dataset.id() + ENDING)) {
                throw new IOException("data set " + file + ": its \"id\" is " + dataset.id());
            }
            if (datasets.put(dataset.id(), dataset) != null) {
                throw new IOException("data set " + dataset.id() + " is on the class path twice");
            }
        }
    }
}
