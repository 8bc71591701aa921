package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.series.Frequency;
import org.paperzoo.datasets.series.SampleSeries;
import org.paperzoo.datasets.series.SeriesCsv;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.text.JsonLines;
import org.paperzoo.datasets.text.SampleMethods;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.datasets.vision.CocoExamples;
import org.paperzoo.datasets.vision.DetectionExamples;
import org.paperzoo.datasets.vision.SampleScenes;
import org.paperzoo.datasets.vision.SegmentationExamples;

/**
 * A data set of the catalogue: where it comes from, under which licence, which files it has, and how they are read. Those of
 * kind {@code sample-...} are generated and need no files; the files of all others come from a {@link DataSource}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Dataset.EttSeries.class, name = "ett"),
    @JsonSubTypes.Type(value = Dataset.ParallelText.class, name = "parallel-text"),
    @JsonSubTypes.Type(value = Dataset.JsonLinesText.class, name = "json-lines"),
    @JsonSubTypes.Type(value = Dataset.Coco.class, name = "coco"),
    @JsonSubTypes.Type(value = Dataset.GeneratedSeries.class, name = "sample-series"),
    @JsonSubTypes.Type(value = Dataset.GeneratedText.class, name = "sample-text"),
    @JsonSubTypes.Type(value = Dataset.GeneratedDetection.class, name = "sample-detection"),
    @JsonSubTypes.Type(value = Dataset.GeneratedSegmentation.class, name = "sample-segmentation")
})
public sealed interface Dataset {

    /** Such as {@code ett-h1}. */
    String id();

    /** One line that says what it holds. */
    String title();

    /** Where its files are to be had, or how it is made. */
    String source();

    /** Under which terms. */
    String licence();

    /** Whether the user must supply its files. */
    default boolean supplied() {
        return !files().isEmpty();
    }

    /** The files that the user's folder must hold, of all splits; none for a generated data set. */
    List<String> files();

    /** Where files officially are, by their names; those without an entry must be supplied by the user. */
    default Map<String, DataSource.Remote> remote() {
        return Map.of();
    }

    /** What to do to get the files, where they may not be fetched by a program; else null. */
    default String manual() {
        return null;
    }

    /** The splits that it has. */
    List<Split> splits();

    /** A data set that is one table of series. */
    sealed interface Series extends Dataset permits EttSeries, GeneratedSeries {

        /** Reads or makes the table; {@code data} brings its files. */
        SeriesTable table(DataSource data) throws IOException;

        /** How often it is sampled, and which time features go with it. */
        Frequency frequency();

        /** Rows of a day: 24 or 96, which decides where the ETT protocol cuts. */
        int rowsPerDay();

        @Override
        default List<Split> splits() {
            return List.of(Split.values());
        }
    }

    /** A data set of texts and what should come of them. */
    sealed interface Text extends Dataset permits ParallelText, JsonLinesText, GeneratedText {

        /** Opens a split; {@code data} brings its files. */
        TextPairs open(Split split, DataSource data) throws IOException;
    }

    /** A data set of pictures with boxes. */
    sealed interface Detection extends Dataset permits Coco, GeneratedDetection {

        /** Opens a split; {@code data} brings its files. */
        DetectionExamples open(Split split, DataSource data) throws IOException;
    }

    /** A data set of pictures with label maps. */
    sealed interface Segmentation extends Dataset permits GeneratedSegmentation {

        /** Opens a split; {@code data} brings its files. */
        SegmentationExamples open(Split split, DataSource data) throws IOException;
    }

    /** A table in ETT's form and protocol. */
    record EttSeries(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) String licence,
            @JsonProperty(required = true) String file,
            @JsonProperty(required = true) int rowsPerDay,
            Map<String, DataSource.Remote> remote,
            String manual)
            implements Series {

        public EttSeries {
            remote = remote == null ? Map.of() : Map.copyOf(remote);
        }

        @Override
        public List<String> files() {
            return List.of(file);
        }

        @Override
        public Frequency frequency() {
            return rowsPerDay > 24 ? Frequency.MINUTE : Frequency.HOUR;
        }

        @Override
        public SeriesTable table(DataSource data) throws IOException {
            return SeriesCsv.read(data.file(this, List.of(file)));
        }
    }

    /** Two files for each split, whose lines belong together. */
    record ParallelText(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) String licence,
            @JsonProperty(required = true) Map<String, Lines> parts,
            Map<String, DataSource.Remote> remote,
            String manual)
            implements Text {

        public ParallelText {
            remote = remote == null ? Map.of() : Map.copyOf(remote);
        }

        /** The files of a split. */
        public record Lines(
                @JsonProperty(required = true) String source,
                @JsonProperty(required = true) String target) {}

        @Override
        public List<String> files() {
            return parts.values().stream()
                    .flatMap(lines -> List.of(lines.source, lines.target).stream())
                    .toList();
        }

        @Override
        public List<Split> splits() {
            return Splits.of(parts);
        }

        @Override
        public TextPairs open(Split split, DataSource data) throws IOException {
            Lines lines = Splits.part(this, parts, split);
            return org.paperzoo.datasets.text.ParallelText.open(
                    data.file(this, List.of(lines.source)), data.file(this, List.of(lines.target)));
        }
    }

    /** A file of JSON lines for each split; where several names are given, the first that is there is read. */
    record JsonLinesText(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) String licence,
            @JsonProperty(required = true) Map<String, List<String>> parts,
            @JsonProperty(required = true) String sourceField,
            @JsonProperty(required = true) String targetField,
            Map<String, DataSource.Remote> remote,
            String manual)
            implements Text {

        public JsonLinesText {
            remote = remote == null ? Map.of() : Map.copyOf(remote);
        }

        @Override
        public List<String> files() {
            return parts.values().stream().map(names -> names.get(0)).toList();
        }

        @Override
        public List<Split> splits() {
            return Splits.of(parts);
        }

        @Override
        public TextPairs open(Split split, DataSource data) throws IOException {
            return JsonLines.open(data.file(this, Splits.part(this, parts, split)), sourceField, targetField);
        }
    }

    /** COCO's annotation files and folders of pictures. */
    record Coco(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) String licence,
            @JsonProperty(required = true) Map<String, Pictures> parts,
            Map<String, DataSource.Remote> remote,
            String manual)
            implements Detection {

        public Coco {
            remote = remote == null ? Map.of() : Map.copyOf(remote);
        }

        /** The annotation file and the folder of pictures of a split. */
        public record Pictures(
                @JsonProperty(required = true) String annotations,
                @JsonProperty(required = true) String images) {}

        @Override
        public List<String> files() {
            return parts.values().stream()
                    .flatMap(part -> List.of(part.annotations, part.images + "/").stream())
                    .toList();
        }

        @Override
        public List<Split> splits() {
            return Splits.of(parts);
        }

        @Override
        public DetectionExamples open(Split split, DataSource data) throws IOException {
            Pictures part = Splits.part(this, parts, split);
            return CocoExamples.open(data.file(this, List.of(part.annotations)), data.file(this, List.of(part.images)));
        }
    }

    /** The generated series. */
    record GeneratedSeries(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) String licence,
            @JsonProperty(required = true) long seed)
            implements Series {

        @Override
        public List<String> files() {
            return List.of();
        }

        @Override
        public Frequency frequency() {
            return Frequency.HOUR;
        }

        @Override
        public int rowsPerDay() {
            return 24;
        }

        @Override
        public SeriesTable table(DataSource data) {
            return SampleSeries.generate(seed);
        }
    }

    /** The generated methods with their translation or summary. */
    record GeneratedText(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) String licence,
            @JsonProperty(required = true) SampleMethods.Target target,
            @JsonProperty(required = true) long seed)
            implements Text {

        @Override
        public List<String> files() {
            return List.of();
        }

        @Override
        public List<Split> splits() {
            return List.of(Split.values());
        }

        @Override
        public TextPairs open(Split split, DataSource data) {
            return SampleMethods.open(target, split.label(), seed);
        }
    }

    /** The painted scenes with boxes. */
    record GeneratedDetection(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) String licence,
            @JsonProperty(required = true) long seed)
            implements Detection {

        @Override
        public List<String> files() {
            return List.of();
        }

        @Override
        public List<Split> splits() {
            return List.of(Split.values());
        }

        @Override
        public DetectionExamples open(Split split, DataSource data) {
            return SampleScenes.of(split, seed).detection();
        }
    }

    /** The painted scenes with label maps. */
    record GeneratedSegmentation(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) String licence,
            @JsonProperty(required = true) long seed)
            implements Segmentation {

        @Override
        public List<String> files() {
            return List.of();
        }

        @Override
        public List<Split> splits() {
            return List.of(Split.values());
        }

        @Override
        public SegmentationExamples open(Split split, DataSource data) {
            return SampleScenes.of(split, seed).segmentation();
        }
    }
}
