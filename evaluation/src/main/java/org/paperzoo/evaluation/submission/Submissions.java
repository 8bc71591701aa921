package org.paperzoo.evaluation.submission;

import java.io.IOException;
import org.paperzoo.evaluation.benchmark.Benchmark;

/** Opens the predictions of a benchmark by its kind. */
final class Submissions {

    private Submissions() {}

    /**
     * Opens predictions and references.
     *
     * @throws IllegalArgumentException if benchmarks of that kind take no predictions from files
     */
    static Submission<?, ?> open(SubmissionRequest request) throws IOException {
        Benchmark benchmark = request.benchmark();
        if (benchmark instanceof Benchmark.Text text) {
            return TextPredictions.open(text, request);
        } else if (benchmark instanceof Benchmark.Forecast forecast) {
            return ForecastPredictions.open(forecast, request);
        } else if (benchmark instanceof Benchmark.Detection detection) {
            return ObjectPredictions.openBoxes(detection, request);
        } else if (benchmark instanceof Benchmark.Segmentation segmentation) {
            return SegmentationPredictions.open(segmentation, request);
        } else if (benchmark instanceof Benchmark.Keypoints keypoints) {
            return ObjectPredictions.openKeypoints(keypoints, request);
        } else if (benchmark instanceof Benchmark.Panoptic panoptic) {
            return PanopticPredictions.open(panoptic, request);
        } else if (benchmark instanceof Benchmark.Captioning captioning) {
            return CaptionPredictions.open(captioning, request);
        } else if (benchmark instanceof Benchmark.Classification classification) {
            return LabelPredictions.open(classification, request);
        } else if (benchmark instanceof Benchmark.Transcription transcription) {
            return TranscriptPredictions.open(transcription, request);
        } else if (benchmark instanceof Benchmark.Moments moments) {
            return MomentPredictions.open(moments, request);
        } else if (benchmark instanceof Benchmark.Volumes volumes) {
            return VolumePredictions.open(volumes, request);
        } else if (benchmark instanceof Benchmark.Frames frames) {
            return FramePredictions.open(frames, request);
        }
        throw new IllegalArgumentException("benchmark " + benchmark.id() + " takes no predictions from files yet");
    }
}
