package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.training.EpochRecord;
import org.paperzoo.zoo.training.TrainingListener;
import org.w3c.dom.Document;

class LossCurveTest {

    @TempDir
    private Path folder;

    @Test
    void aLongTrainingIsDrawnWithAFewHundredPointsAndHeardByTheNext() throws Exception {
        List<Integer> heard = new ArrayList<>();
        Path file = folder.resolve("loss.svg");
        LossCurve curve = new LossCurve("model", file, new TrainingListener() {
            @Override
            public void step(int epoch, int step, int steps, double loss) {
                heard.add(step);
            }
        });
        for (int epoch = 1; epoch <= 3; epoch++) {
            for (int step = 1; step <= 1000; step++) {
                curve.step(epoch, step, 1000, 10.0 / (1000 * (epoch - 1) + step));
            }
            curve.epoch(new EpochRecord(epoch, 1e-3, 1.0 / epoch, 1.2 / epoch, null, 1000, 1));
        }
        assertEquals(3000, heard.size());
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        var lines = document.getElementsByTagName("polyline");
        assertEquals(2, lines.getLength());
        int points = lines.item(0)
                .getAttributes()
                .getNamedItem("points")
                .getNodeValue()
                .strip()
                .split(" ")
                .length;
        assertTrue(points > 100 && points <= 400, () -> points + " points");
        String validation = lines.item(1).getAttributes().getNamedItem("points").getNodeValue();
        assertEquals(3, validation.strip().split(" ").length);
        assertFalse(validation.contains("NaN"));
    }

    @Test
    void whatCameBeforeAResumptionIsDrawnWithItsMeans() throws Exception {
        Path file = folder.resolve("loss.svg");
        LossCurve curve = new LossCurve("model", file, TrainingListener.SILENT);
        curve.resumed(
                List.of(new EpochRecord(1, 1e-3, 2, 3, null, 5, 1), new EpochRecord(2, 1e-3, 1.5, 2.5, null, 5, 1)));
        for (int step = 3; step <= 5; step++) {
            curve.step(3, step, 5, 1);
        }
        curve.epoch(new EpochRecord(3, 1e-3, 1, 2, null, 5, 1));
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        var lines = document.getElementsByTagName("polyline");
        int[] points = new int[2];
        for (int i = 0; i < 2; i++) {
            points[i] = lines.item(i)
                    .getAttributes()
                    .getNamedItem("points")
                    .getNodeValue()
                    .strip()
                    .split(" ")
                    .length;
        }
        assertEquals(2 + 3, points[0]);
        assertEquals(3, points[1]);
    }

    @Test
    void aLossOfZeroOrBelowIsDrawnAtTheBottom() throws Exception {
        LossCurve curve = new LossCurve("model", folder.resolve("loss.svg"), TrainingListener.SILENT);
        curve.step(1, 1, 1, 0);
        curve.epoch(new EpochRecord(1, 1e-3, 0, -1, null, 1, 1));
        String text = Files.readString(folder.resolve("loss.svg"));
        assertFalse(text.contains("NaN") || text.contains("Infinity"), text);
    }
}
