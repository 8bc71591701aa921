package org.paperzoo.evaluation.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.vision.SampleScenes;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.result.Result;

class SegmentationPredictionsTest {

    @TempDir
    private Path folder;

    /** Writes the label map of a test scene, all of one number where that is not negative. */
    private void write(int scene, String name, int size, int number) throws IOException {
        byte[] labels = SampleScenes.of(Split.TEST, 0).scene(scene).labels().labels();
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        for (int at = 0; at < size * size; at++) {
            int label = number < 0 ? labels[at / size * SampleScenes.SIZE + at % size] : number;
            image.getRaster().setSample(at % size, at / size, 0, label);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private Result score(int limit) throws IOException {
        SubmissionRequest request = SubmissionRequest.of(Benchmarks.named("sample-segment"), folder, DataSource.none())
                .withLimit(limit)
                .withResamples(0);
        return new SubmissionScorer((done, size) -> {}).run(request);
    }

    private static double headline(Result result) {
        return result.values().stream()
                .filter(value -> value.headline())
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void labelMapsThatAreRightScoreOneAndOthersLess() throws IOException {
        write(0, "1.png", SampleScenes.SIZE, -1);
        write(1, "below/2.png", SampleScenes.SIZE, -1);
        Result right = score(2);
        assertEquals(1, headline(right));
        assertEquals(2, right.examples());

        write(1, "below/2.png", SampleScenes.SIZE, 0);
        assertTrue(headline(score(2)) < 1);
    }

    @Test
    void aMapThatIsMissingOrDoubledOrOfAnotherSizeIsNamed() throws IOException {
        write(0, "1.png", SampleScenes.SIZE, -1);
        assertTrue(assertThrows(IOException.class, () -> score(2)).getMessage().contains("no prediction for 2"));

        write(1, "2.png", SampleScenes.SIZE - 1, -1);
        assertTrue(assertThrows(IOException.class, () -> score(2)).getMessage().contains("2.png"));

        write(1, "below/2.png", SampleScenes.SIZE, -1);
        assertTrue(assertThrows(IOException.class, () -> score(2)).getMessage().contains("repeats 2"));
    }

    @Test
    void aNumberThatIsNoClassMatchesNothing() throws IOException {
        write(0, "1.png", SampleScenes.SIZE, 9);
        assertEquals(0, headline(score(1)));
    }
}
