package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.series.Frequency;
import org.paperzoo.datasets.series.SeriesSplit;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.datasets.vision.DetectionExamples;
import org.paperzoo.datasets.vision.SegmentationExamples;

/**
 * A data set of the catalogue: where it comes from, under which licence, which files it has, and how they are read. Those of
 * kind {@code sample-...} are generated and need no files; the files of all others come from a {@link DataSource}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EttTable.class, name = "ett"),
    @JsonSubTypes.Type(value = CustomTable.class, name = "custom-series"),
    @JsonSubTypes.Type(value = ParallelFiles.class, name = "parallel-text"),
    @JsonSubTypes.Type(value = RowFiles.class, name = "rows"),
    @JsonSubTypes.Type(value = LabelledRows.class, name = "labelled-rows"),
    @JsonSubTypes.Type(value = ClonePairFiles.class, name = "clone-pairs"),
    @JsonSubTypes.Type(value = MomentFiles.class, name = "moments"),
    @JsonSubTypes.Type(value = CocoFiles.class, name = "coco"),
    @JsonSubTypes.Type(value = CaptionFiles.class, name = "coco-captions"),
    @JsonSubTypes.Type(value = PanopticFiles.class, name = "coco-panoptic"),
    @JsonSubTypes.Type(value = LabelMapFolders.class, name = "label-maps"),
    @JsonSubTypes.Type(value = PictureClasses.class, name = "picture-classes"),
    @JsonSubTypes.Type(value = VolumeFiles.class, name = "volumes"),
    @JsonSubTypes.Type(value = TranscribedSpeech.class, name = "librispeech"),
    @JsonSubTypes.Type(value = SpokenWords.class, name = "speech-commands"),
    @JsonSubTypes.Type(value = FrameFiles.class, name = "frames"),
    @JsonSubTypes.Type(value = GeneratedSeries.class, name = "sample-series"),
    @JsonSubTypes.Type(value = GeneratedText.class, name = "sample-text"),
    @JsonSubTypes.Type(value = GeneratedDetection.class, name = "sample-detection"),
    @JsonSubTypes.Type(value = GeneratedSegmentation.class, name = "sample-segmentation")
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

    /**
     * The files of a split, by their names in {@link #remote()}; all files where splits share them.
     *
     * @throws NoSuchElementException if it has no such split; the message lists those there are
     */
    default List<String> files(Split split) {
        Splits.require(this, split);
        return remote().isEmpty() ? files() : List.copyOf(remote().keySet());
    }

    /** Where files officially are, by their names; those without an entry must be supplied by the user. */
    default Map<String, DataSource.Remote> remote() {
        return Map.of();
    }

    /** What to do to get the files, where they may not be fetched by a program; else null. */
    default String manual() {
        return null;
    }

    /** What a user should know of its addresses, such as one that could not be confirmed; else null. */
    default String note() {
        return null;
    }

    /** The splits that it has. */
    List<Split> splits();

    /** A data set that is one table of series. */
    sealed interface Series extends Dataset permits EttTable, CustomTable, GeneratedSeries {

        /** Reads or makes the table; {@code data} brings its files. */
        SeriesTable table(DataSource data) throws IOException;

        /** How often it is sampled, and which time features go with it. */
        Frequency frequency();

        /** Rows of a day: 24 or 96. */
        int rowsPerDay();

        /**
         * Where the data set's protocol begins and ends a split of a table of so many rows.
         *
         * @param past rows of a window's past
         * @throws IllegalArgumentException if the table is too short
         */
        SeriesSplit cut(String split, int past, int rows);

        @Override
        default List<Split> splits() {
            return List.of(Split.values());
        }
    }

    /** A data set of texts and what should come of them. */
    sealed interface Text extends Dataset permits ParallelFiles, RowFiles, GeneratedText {

        /** Opens a split; {@code data} brings its files. */
        TextPairs open(Split split, DataSource data) throws IOException;
    }

    /** A data set of pictures with boxes. */
    sealed interface Detection extends Dataset permits CocoFiles, GeneratedDetection {

        /** Opens a split; {@code data} brings its files. */
        DetectionExamples open(Split split, DataSource data) throws IOException;
    }

    /** A data set of pictures with label maps. */
    sealed interface Segmentation extends Dataset permits LabelMapFolders, GeneratedSegmentation {

        /** Opens a split; {@code data} brings its files. */
        SegmentationExamples open(Split split, DataSource data) throws IOException;
    }

    /**
     * A data set of examples for which no task has a type of its own yet.
     *
     * @param <E> an example
     */
    sealed interface Listed<E extends Record> extends Dataset
            permits CaptionFiles,
                    ClonePairFiles,
                    FrameFiles,
                    LabelledRows,
                    MomentFiles,
                    PanopticFiles,
                    PictureClasses,
                    SpokenWords,
                    TranscribedSpeech,
                    VolumeFiles {

        /** Opens a split; {@code data} brings its files. */
        Examples<E> open(Split split, DataSource data) throws IOException;
    }
}
