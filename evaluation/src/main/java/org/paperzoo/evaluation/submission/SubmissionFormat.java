package org.paperzoo.evaluation.submission;

import org.paperzoo.evaluation.benchmark.Benchmark;

/**
 * The form in which a benchmark takes predictions from a file.
 *
 * @param brief for tables
 * @param description the whole of it, in a sentence or two
 */
public record SubmissionFormat(String brief, String description) {

    /** The form for a benchmark. */
    public static SubmissionFormat of(Benchmark benchmark) {
        if (benchmark instanceof Benchmark.Text text) {
            return ofText(text);
        } else if (benchmark instanceof Benchmark.Forecast) {
            return new SubmissionFormat(
                    ".npy, .safetensors [windows, steps, series]",
                    "float32 or float64 of shape [windows, steps, series], standardised values, as Informer's pred.npy:"
                            + " windows in steps of one row, without the last ones that do not fill a batch of 32");
        } else if (benchmark instanceof Benchmark.Detection) {
            return new SubmissionFormat(
                    "COCO results JSON",
                    "COCO's results, a JSON list of objects with image_id, category_id, bbox [left, top, width, height] and"
                            + " score; a picture without an entry has no detections");
        } else if (benchmark instanceof Benchmark.Segmentation) {
            return new SubmissionFormat(
                    "folder of PNG label maps",
                    "a folder of grey or indexed PNG files, in folders below it or not, each named as its picture (the last"
                            + " part of its id) and of its size; a pixel's number is its class, from 0");
        } else if (benchmark instanceof Benchmark.Keypoints) {
            return new SubmissionFormat(
                    "COCO keypoint results JSON",
                    "COCO's results, a JSON list of objects with image_id, category_id, keypoints [x, y, v, …] and score");
        } else if (benchmark instanceof Benchmark.Panoptic) {
            return new SubmissionFormat(
                    "COCO panoptic JSON with a folder of PNG",
                    "COCO's panoptic results: NAME.json whose annotations have image_id, file_name and segments_info, with"
                            + " the folder NAME of PNG files beside it; or the folder that holds both");
        } else if (benchmark instanceof Benchmark.Captioning) {
            return new SubmissionFormat(
                    "COCO caption results JSON",
                    "COCO's results, a JSON list of objects with image_id and caption, one for each picture; captions as"
                            + " they are, not cut into tokens");
        } else if (benchmark instanceof Benchmark.Classification classification) {
            return ofClassification(classification);
        } else if (benchmark instanceof Benchmark.Transcription) {
            return new SubmissionFormat(
                    "lines: utterance-id transcript",
                    "a line for each utterance in any order: its id, a space and the transcript, which may be empty");
        } else if (benchmark instanceof Benchmark.Moments) {
            return new SubmissionFormat(
                    "QVHighlights submission JSONL",
                    "QVHighlights' submission, JSON lines with qid, pred_relevant_windows [[start, end, score], …] and"
                            + " pred_saliency_scores; without one of these its metrics are left out");
        } else if (benchmark instanceof Benchmark.Volumes volumes) {
            return new SubmissionFormat(
                    "folder of NIfTI label maps",
                    "a folder of .nii or .nii.gz files, each named as the volume or as its label map, of the same shape,"
                            + " with the labels of the data set: " + volumes.structures());
        } else if (benchmark instanceof Benchmark.Frames frames) {
            return new SubmissionFormat(
                    ".npy, .safetensors [sequences, frames, height, width]",
                    "float32 or float64 from 0 to 1, or uint8 to 255, of shape [sequences, frames, height, width] (a channel"
                            + " axis of 1 is passed over): the frames behind the first " + frames.given());
        }
        return new SubmissionFormat("", "none: predictions are not scored from files");
    }

    private static SubmissionFormat ofText(Benchmark.Text text) {
        if (TextPredictions.isNumbered(text)) {
            return new SubmissionFormat(
                    "lines: index TAB text",
                    "a line for each example in any order: its index counted from 0, a tab and the text, as CodeXGLUE's"
                            + " evaluator takes it");
        }
        return new SubmissionFormat(
                "lines of text",
                "a line for each example, in the order of the data set"
                        + (TextPredictions.hasSentences(text)
                                ? "; <n> within a line stands for a line end between sentences"
                                : ""));
    }

    private static SubmissionFormat ofClassification(Benchmark.Classification classification) {
        if (LabelPredictions.isOfTexts(classification)) {
            boolean pairs = classification.dataset().equals("codexglue-clone");
            return new SubmissionFormat(
                    pairs ? "lines: idx1 TAB idx2 TAB label" : "lines: idx TAB label",
                    "a line for each example in any order: "
                            + (pairs ? "both indices of the pair" : "its idx")
                            + " and the label, with tabs or spaces between them, as CodeXGLUE's evaluator takes them");
        }
        return new SubmissionFormat(
                "CSV: file,label[,label2,…]",
                "CSV with a row for each file in any order, after a header or not: the file's path"
                        + " or, where that is unique, its name, and the label by name or number; several labels are ranked,"
                        + " best first, and top-k is measured where there are k of them");
    }
}
