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
    void aLossOfZeroOrBelowIsDrawnAtTheBottom() throws Exception {
        LossCurve curve = new LossCurve("model", folder.resolve("loss.svg"), TrainingListener.SILENT);
        curve.step(1, 1, 1, 0);
        curve.epoch(new EpochRecord(1, 1e-3, 0, -1, null, 1, 1));
        String text = Files.readString(folder.resolve("loss.svg"));
        assertFalse(text.contains("NaN") || text.contains("Infinity"), text);
    }
}
