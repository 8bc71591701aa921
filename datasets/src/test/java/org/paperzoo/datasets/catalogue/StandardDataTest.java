package org.paperzoo.datasets.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.series.SeriesSplit;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.table.ParquetSample;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.datasets.video.MomentQuery;
import org.paperzoo.datasets.vision.SegmentationExample;
import org.paperzoo.datasets.vision.SegmentationExamples;
import org.paperzoo.hub.RemoteFile;
import org.paperzoo.testkit.SharedFiles;

class StandardDataTest {

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyEntrySaysWhereItsFilesAreOrWhatToDo() {
        return Datasets.all().stream()
                .filter(Dataset::supplied)
                .map(dataset -> dynamicTest(dataset.id(), () -> {
                    assertFalse(dataset.splits().isEmpty());
                    Set<String> files = new HashSet<>();
                    dataset.files().forEach(file -> files.add(file.replaceAll("/$", "")));
                    dataset.remote().forEach((name, remote) -> {
                        assertTrue(files.contains(name), name + " is none of its files, " + files);
                        RemoteFile file = RemoteFile.parse(remote.from());
                        if (remote.sha256() != null) {
                            assertEquals(
                                    64,
                                    file.withSha256(remote.sha256()).sha256().length());
                        }
                    });
                    if (dataset.manual() != null) {
                        assertTrue(dataset.remote().isEmpty(), "what cannot be fetched has no addresses");
                    } else if (!dataset.source().startsWith("the user's own")) {
                        assertEquals(files, dataset.remote().keySet());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everySplitNamesItsFiles() {
        return Datasets.all().stream()
                .filter(Dataset::supplied)
                .map(dataset -> dynamicTest(dataset.id(), () -> {
                    for (Split split : Split.values()) {
                        if (!dataset.splits().contains(split)) {
                            String message = assertThrows(NoSuchElementException.class, () -> dataset.files(split))
                                    .getMessage();
                            assertTrue(message.contains("has no split " + split.label() + "; there are "), message);
                            continue;
                        }
                        List<String> files = dataset.files(split);
                        assertFalse(files.isEmpty());
                        if (!dataset.remote().isEmpty()) {
                            assertTrue(dataset.remote().keySet().containsAll(files), files.toString());
                        }
                    }
                }));
    }

    @Test
    void aSplitOfCocoIsItsOwnAnnotationsAndPictures() {
        assertEquals(
                List.of("annotations/instances_val2017.json", "val2017"),
                Datasets.named("coco-2017").files(Split.VALIDATION));
        assertEquals(
                List.of("test.txt", "data.jsonl"),
                Datasets.named("codexglue-clone").files(Split.TEST));
    }

    @Test
    void whatThePapersReportOnIsInTheCatalogue() {
        Set<String> ids = new HashSet<>();
        Datasets.all().forEach(dataset -> ids.add(dataset.id()));
        for (String id : List.of(
                "ecl weather cnn-dm xsum qvhighlights imagenet-1k ade20k cityscapes pascal-context-59 synapse-btcv acdc"
                        .split(" "))) {
            assertTrue(ids.contains(id), id);
        }
        for (String id : List.of(
                "codexglue-cs-java codexglue-refine-small codexglue-summarize-ruby codexglue-clone codexglue-defect"
                        .split(" "))) {
            assertTrue(ids.contains(id), id);
        }
        for (String id : List.of(
                "wmt14-full-en-de wmt16-en-ro wmt20-en-de coco-2017-panoptic coco-2017-keypoints coco-2017-captions"
                        .split(" "))) {
            assertTrue(ids.contains(id), id);
        }
        for (String id : List.of("librispeech-clean", "librispeech-other", "speech-commands-v2", "moving-mnist")) {
            assertTrue(ids.contains(id), id);
        }
    }

    @Test
    void codeAndItsTranslationComeInBothDirections() throws IOException {
        DataSource data = DataSource.of(SharedFiles.require("data/codexglue"));
        int[] counts = {10295, 499, 1000};
        for (Split split : Split.values()) {
            try (TextPairs there = text("codexglue-java-cs").open(split, data);
                    TextPairs back = text("codexglue-cs-java").open(split, data)) {
                int count = 0;
                for (TextPair pair = there.next(); pair != null; pair = there.next()) {
                    assertEquals(new TextPair(pair.id(), pair.target(), pair.source()), back.next());
                    count++;
                }
                assertNull(back.next());
                assertEquals(counts[split.ordinal()], count);
            }
        }
    }

    @Test
    void concodeIsReadToItsEnd() throws IOException {
        DataSource data = DataSource.of(SharedFiles.require("data/codexglue"));
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            try (TextPairs pairs = text("codexglue-concode").open(split, data)) {
                int count = 0;
                for (TextPair pair = pairs.next(); pair != null; pair = pairs.next()) {
                    assertFalse(pair.source().isEmpty());
                    assertEquals(split == Split.TEST, pair.target().isEmpty(), pair.id());
                    count++;
                }
                assertEquals(2000, count);
            }
        }
    }

    @Test
    void theQueriesOfQvHighlightsAreReadToTheirEnd() throws IOException {
        DataSource data = DataSource.of(SharedFiles.require("data/qvhighlights"));
        int queries = 0;
        int windows = 0;
        try (Examples<MomentQuery> examples =
                Datasets.named("qvhighlights", MomentFiles.class).open(Split.VALIDATION, data)) {
            for (MomentQuery query = examples.next(); query != null; query = examples.next()) {
                queries++;
                windows += query.windows().size();
                assertFalse(query.clips().isEmpty());
            }
        }
        assertEquals(1550, queries);
        assertTrue(windows >= queries, windows + " windows");
    }

    @Test
    void theEttTableIsReadWholeAndCutByItsProtocol() throws IOException {
        DataSource data = DataSource.of(SharedFiles.require("data/ett"));
        Dataset.Series ett = Datasets.named("ett-h1", Dataset.Series.class);
        SeriesTable table = ett.table(data);
        assertEquals(17420, table.rows());
        assertEquals(new SeriesSplit(16 * 720 - 96, 20 * 720, 12 * 720), ett.cut("test", 96, table.rows()));
    }

    @Test
    void aCustomTableHasItsTargetLastAndIsCutSeventyTenTwenty() throws IOException {
        StringBuilder csv = new StringBuilder("date,WetBulbCelsius,Other\n");
        for (int hour = 0; hour < 100; hour++) {
            csv.append(String.format("2010-01-%02d %02d:00:00,%d,-%d%n", 1 + hour / 24, hour % 24, hour, hour));
        }
        Files.writeString(folder.resolve("WTH.csv"), csv);
        Dataset.Series weather = Datasets.named("weather", Dataset.Series.class);
        SeriesTable table = weather.table(DataSource.of(folder));
        assertEquals(List.of("Other", "WetBulbCelsius"), table.columns());
        // num_train = int(100 * 0.7), num_test = int(100 * 0.2), as in data/data_loader.py, Dataset_Custom.
        assertEquals(new SeriesSplit(0, 70, 70), weather.cut("train", 8, 100));
        assertEquals(new SeriesSplit(62, 80, 70), weather.cut("val", 8, 100));
        assertEquals(new SeriesSplit(72, 100, 70), weather.cut("test", 8, 100));
        Files.writeString(folder.resolve("WTH.csv"), csv.toString().replace("WetBulb", "Wet"));
        assertTrue(assertThrows(InvalidDataException.class, () -> weather.table(DataSource.of(folder)))
                .getMessage()
                .contains("WTH.csv:1: has no column \"WetBulbCelsius\""));
    }

    @Test
    void tokensOfCodeAndDocumentationAreJoinedAsTheReferenceDoes() throws IOException {
        ParquetSample.write(
                folder.resolve("ruby/test-00000-of-00001.parquet"),
                "optional int32 id; optional group code_tokens (LIST) { repeated group list { optional binary element (STRING); } }"
                        + " optional group docstring_tokens (LIST) { repeated group list { optional binary element (STRING); } }",
                "SNAPPY",
                List.of(Map.of(
                        "id", 5,
                        "code_tokens", List.of("def", "f\n  x", "end"),
                        "docstring_tokens", List.of("Renders", "the\nbody"))));
        try (TextPairs pairs = text("codexglue-summarize-ruby").open(Split.TEST, DataSource.of(folder))) {
            assertEquals(new TextPair("5", "def f x end", "Renders thebody"), pairs.next());
            assertNull(pairs.next());
        }
    }

    @Test
    void labelMapsOfAdeAndCityscapesAreCountedFromZero() throws IOException {
        labels(
                "ADEChallengeData2016/images/validation/a.jpg",
                "ADEChallengeData2016/annotations/validation/a.png",
                0,
                150);
        assertArrayEquals(new byte[] {-1, (byte) 149}, first("ade20k").labels().labels());
        labels("leftImg8bit/val/bonn/b_leftImg8bit.png", "gtFine/val/bonn/b_gtFine_labelIds.png", 7, 33);
        assertArrayEquals(new byte[] {0, 18}, first("cityscapes").labels().labels());
        Path list = folder.resolve("VOC2010/ImageSets/SegmentationContext/val.txt");
        Files.createDirectories(list.getParent());
        Files.writeString(list, "c\n");
        labels("VOC2010/JPEGImages/c.jpg", "VOC2010/SegmentationClassContext/c.png", 0, 59);
        assertArrayEquals(
                new byte[] {-1, 58}, first("pascal-context-59").labels().labels());
        assertArrayEquals(
                new byte[] {0, 59}, first("pascal-context-60").labels().labels());
    }

    @Test
    void whatAFolderLacksIsNamedWithWhatToFetch() throws IOException {
        Files.createDirectories(folder.resolve("leftImg8bit"));
        String message = assertThrows(NoSuchFileException.class, () -> first("cityscapes"))
                .getMessage();
        assertTrue(message.contains("gtFine") && message.contains("register at www.cityscapes"), message);
    }

    private SegmentationExample first(String id) throws IOException {
        try (SegmentationExamples examples =
                Datasets.named(id, Dataset.Segmentation.class).open(Split.VALIDATION, DataSource.of(folder))) {
            return examples.next();
        }
    }

    private void labels(String image, String map, int... stored) throws IOException {
        BufferedImage labels = new BufferedImage(stored.length, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < stored.length; i++) {
            labels.getRaster().setSample(i, 0, 0, stored[i]);
        }
        for (String file : List.of(image, map)) {
            Files.createDirectories(folder.resolve(file).getParent());
            ImageIO.write(
                    labels,
                    file.endsWith("jpg") ? "jpg" : "png",
                    folder.resolve(file).toFile());
        }
    }

    private static Dataset.Text text(String id) {
        return Datasets.named(id, Dataset.Text.class);
    }
}
