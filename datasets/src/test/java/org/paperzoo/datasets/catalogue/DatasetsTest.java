package org.paperzoo.datasets.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.testkit.SharedFiles;

class DatasetsTest {

    @TempDir
    Path folder;

    @Test
    void theCatalogueHasTheDataSetsOfTheFirstPapersAndTheSamples() {
        List<String> ids = Datasets.all().stream().map(Dataset::id).toList();
        assertTrue(
                ids.containsAll(List.of(
                        "ett-h1",
                        "ett-h2",
                        "ett-m1",
                        "ett-m2",
                        "codexglue-java-cs",
                        "codexglue-concode",
                        "jsonl",
                        "parallel-text",
                        "coco-2017",
                        "sample-series",
                        "sample-translate",
                        "sample-summarise",
                        "sample-detect",
                        "sample-segment")),
                ids.toString());
    }

    @TestFactory
    Stream<DynamicTest> everySplitOfAGeneratedDataSetGivesAnExample() {
        return Datasets.all().stream()
                .filter(dataset -> !dataset.supplied())
                .flatMap(dataset -> dataset.splits().stream()
                        .map(split -> dynamicTest(dataset.id() + " " + split.label(), () -> {
                            assertFalse(dataset.supplied());
                            assertNotNull(first(dataset, split, null));
                        })));
    }

    @TestFactory
    Stream<DynamicTest> aSuppliedDataSetWithoutFilesSaysWhichItNeedsAndWhereTheyAre() {
        return Datasets.all().stream()
                .filter(Dataset::supplied)
                .map(dataset -> dynamicTest(dataset.id(), () -> {
                    Split split = dataset.splits().get(0);
                    String message = assertThrows(NoSuchFileException.class, () -> first(dataset, split, null))
                            .getMessage();
                    assertTrue(message.contains("--data DIR") && message.contains(dataset.source()), message);
                    for (String file : dataset.files()) {
                        assertTrue(message.contains(file), message);
                    }
                    assertThrows(NoSuchFileException.class, () -> first(dataset, split, folder));
                    assertThrows(NoSuchFileException.class, () -> first(dataset, split, folder.resolve("none")));
                }));
    }

    @Test
    void codeXGlueIsReadFromItsOwnFolder() throws IOException {
        Path data = SharedFiles.require("data/codexglue");
        Dataset.Text code = Datasets.named("codexglue-java-cs", Dataset.Text.class);
        int[] counts = {10295, 499, 1000};
        for (Split split : Split.values()) {
            try (TextPairs pairs = code.open(split, DataSource.of(data))) {
                int count = 0;
                for (TextPair pair = pairs.next(); pair != null; pair = pairs.next()) {
                    assertFalse(pair.source().isEmpty() || pair.target().isEmpty());
                    count++;
                }
                assertEquals(counts[split.ordinal()], count, split.label());
            }
        }
        try (TextPairs pairs =
                Datasets.named("codexglue-concode", Dataset.Text.class).open(Split.VALIDATION, DataSource.of(data))) {
            assertTrue(pairs.next().target().startsWith("int function"));
        }
    }

    @Test
    void anExportedSampleIsReadBackAsTheUsersOwnData() throws IOException {
        Export.write(Datasets.named("sample-translate"), DataSource.none(), folder.resolve("text"), 3);
        for (Split split : Split.values()) {
            try (TextPairs read = Datasets.named("jsonl", Dataset.Text.class)
                            .open(split, DataSource.of(folder.resolve("text")));
                    TextPairs made = Datasets.named("sample-translate", Dataset.Text.class)
                            .open(split, DataSource.none())) {
                for (int i = 0; i < 3; i++) {
                    assertEquals(made.next(), read.next());
                }
                assertNull(read.next());
            }
        }
        Export.write(Datasets.named("sample-series"), DataSource.none(), folder, 1);
        assertTrue(Files.isRegularFile(folder.resolve("sample-series.csv")));
        Export.write(Datasets.named("sample-detect"), DataSource.none(), folder.resolve("scenes"), 2);
        for (String file : List.of("val/000000000002.png", "annotations/instances_train.json")) {
            assertTrue(Files.isRegularFile(folder.resolve("scenes").resolve(file)), file);
        }
        Export.write(Datasets.named("sample-segment"), DataSource.none(), folder.resolve("maps"), 1);
        assertTrue(Files.isRegularFile(folder.resolve("maps/labels/test/1.png")));
        assertThrows(
                IllegalArgumentException.class,
                () -> Export.write(Datasets.named("sample-series"), DataSource.none(), folder, 0));
    }

    @Test
    void aDataSetOrSplitOrKindThatIsNotThereIsAnsweredWithThoseThatAre() {
        assertTrue(assertThrows(NoSuchElementException.class, () -> Datasets.named("ett-h3"))
                .getMessage()
                .contains("ett-h1, ett-h2"));
        assertTrue(assertThrows(
                        NoSuchElementException.class,
                        () -> Datasets.named("coco-2017", Dataset.Detection.class)
                                .open(Split.TEST, DataSource.of(folder)))
                .getMessage()
                .contains("there are train, val"));
        assertThrows(NoSuchElementException.class, () -> Datasets.named("ett-h1", Dataset.Text.class));
        assertThrows(NoSuchElementException.class, () -> Split.named("all"));
        assertEquals(Split.VALIDATION, Split.named("validation"));
    }

    @Test
    void theCatalogueIsFoundInAJarToo() throws Exception {
        Path jar = folder.resolve("datasets with space.jar");
        Path classes = Path.of(Datasets.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.sorted().toList()) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                if (!name.isEmpty()) {
                    output.putNextEntry(new JarEntry(Files.isDirectory(file) ? name + "/" : name));
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, output);
                    }
                }
            }
        }
        URL[] path = {jar.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.startsWith("org.paperzoo.datasets.") && !name.endsWith("Test")
                        ? findLoaded(name)
                        : super.loadClass(name, resolve);
            }

            private Class<?> findLoaded(String name) throws ClassNotFoundException {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }

            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                return findResources(name);
            }
        }) {
            Object all =
                    loader.loadClass(Datasets.class.getName()).getMethod("all").invoke(null);
            assertEquals(Datasets.all().size(), ((Collection<?>) all).size());
        }
    }

    private static Object first(Dataset dataset, Split split, Path data) throws IOException {
        if (dataset instanceof Dataset.Series series) {
            return series.table(DataSource.of(data));
        }
        if (dataset instanceof Dataset.Text text) {
            try (TextPairs pairs = text.open(split, DataSource.of(data))) {
                return pairs.next();
            }
        }
        if (dataset instanceof Dataset.Detection detection) {
            return detection.open(split, DataSource.of(data)).next();
        }
        if (dataset instanceof Dataset.Listed<?> listed) {
            try (Examples<?> examples = listed.open(split, DataSource.of(data))) {
                return examples.next();
            }
        }
        return ((Dataset.Segmentation) dataset).open(split, DataSource.of(data)).next();
    }
}
