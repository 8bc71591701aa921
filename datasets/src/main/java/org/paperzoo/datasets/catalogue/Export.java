package org.paperzoo.datasets.catalogue;

import java.io.IOException;
import java.nio.file.Path;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.series.SeriesCsv;
import org.paperzoo.datasets.text.JsonLines;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.datasets.vision.CocoFolder;
import org.paperzoo.datasets.vision.DetectionExamples;
import org.paperzoo.datasets.vision.SegmentationExamples;

/** Writes a data set in the form that other tools read: series as CSV, texts as JSON lines, pictures as COCO or label maps. */
public final class Export {

    private Export() {}

    /**
     * Writes a data set with all its splits into a folder, which is made if need be: {@code ID.csv}; {@code SPLIT.jsonl};
     * {@code SPLIT/*.png} with {@code annotations/instances_SPLIT.json}; or {@code images/SPLIT} and {@code labels/SPLIT}.
     *
     * @param data brings its files
     * @param folder where to write
     * @param limit the largest number of examples of a split; a series is always written whole
     * @throws IllegalArgumentException if no other tool's form is known for examples of its kind
     */
    public static void write(Dataset dataset, DataSource data, Path folder, int limit) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; expected at least 1");
        }
        if (dataset instanceof Dataset.Listed<?>) {
            throw new IllegalArgumentException("the data set " + dataset.id()
                    + " is only read: series, texts, pictures with boxes and pictures with label maps are written");
        }
        if (dataset instanceof Dataset.Series series) {
            SeriesCsv.write(series.table(data), folder.resolve(dataset.id() + ".csv"));
            return;
        }
        for (Split split : dataset.splits()) {
            if (dataset instanceof Dataset.Text text) {
                try (TextPairs pairs = text.open(split, data)) {
                    JsonLines.write(pairs, folder.resolve(split.label() + ".jsonl"), limit);
                }
            } else if (dataset instanceof Dataset.Detection detection) {
                try (DetectionExamples examples = detection.open(split, data)) {
                    CocoFolder.write(examples, folder, split.label(), limit);
                }
            } else if (dataset instanceof Dataset.Segmentation segmentation) {
                try (SegmentationExamples examples = segmentation.open(split, data)) {
                    CocoFolder.write(examples, folder, split.label(), limit);
                }
            }
        }
    }
}
