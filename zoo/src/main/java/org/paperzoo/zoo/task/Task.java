package org.paperzoo.zoo.task;

import ai.djl.Application;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** What a model does with an input. Each task has a raw result, on which it is measured, and DJL's type for display. */
public enum Task {
    /** String to {@link GeneratedText}; DJL: String to String. */
    TEXT_GENERATION("text-generation", Application.NLP.MACHINE_TRANSLATION),
    /** String to {@link ClassScores}; DJL: String to Classifications. */
    TEXT_CLASSIFICATION("text-classification", Application.NLP.TEXT_CLASSIFICATION),
    /** Picture to {@link Detections}; DJL: Image to DetectedObjects. */
    OBJECT_DETECTION("object-detection", Application.CV.OBJECT_DETECTION),
    /** Picture to {@link PixelClasses}; DJL: Image to CategoryMask. */
    SEMANTIC_SEGMENTATION("semantic-segmentation", Application.CV.SEMANTIC_SEGMENTATION),
    /** {@link SeriesInput} to {@link SeriesForecast}; DJL: TimeSeriesData to Forecast. */
    FORECASTING("forecasting", Application.TimeSeries.FORECASTING);

    private final String label;
    private final Application application;

    Task(String label, Application application) {
        this.label = label;
        this.application = application;
    }

    /** The name in cards, JSON and on the command line. */
    public String label() {
        return label;
    }

    /** DJL's application under which zoos list models of this task. */
    public Application application() {
        return application;
    }

    /**
     * Finds a task by its label.
     *
     * @throws NoSuchElementException if there is none; the message lists those there are
     */
    public static Task named(String label) {
        return Arrays.stream(values())
                .filter(task -> task.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no task " + label + "; there are "
                        + Arrays.stream(values()).map(Task::label).collect(Collectors.joining(", "))));
    }
}
