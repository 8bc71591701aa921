package org.paperzoo.evaluation.metric.detection;

import org.paperzoo.datasets.vision.RunLengthMask;

/** Intersection over union of two masks; over the detection's own area where the annotation is a crowd. */
final class MaskSimilarity implements Similarity<MaskPrediction, MaskReference> {

    @Override
    public void check(MaskPrediction detections, MaskReference annotations) {
        if (detections.size() + annotations.size() == 0) {
            return;
        }
        RunLengthMask first = (annotations.size() > 0 ? annotations.masks() : detections.masks()).get(0);
        for (int i = 0; i < annotations.size(); i++) {
            checkSize(first, annotations.masks().get(i), "annotation " + annotations.id(i));
        }
        for (int i = 0; i < detections.size(); i++) {
            checkSize(first, detections.masks().get(i), "detection " + i);
        }
    }

    private static void checkSize(RunLengthMask first, RunLengthMask mask, String what) {
        if (mask.height() != first.height() || mask.width() != first.width()) {
            throw new IllegalArgumentException(what + " has a mask of " + mask.height() + " by " + mask.width()
                    + " pixels, others of the picture " + first.height() + " by " + first.width());
        }
    }

    @Override
    public double between(MaskPrediction detections, int detection, MaskReference annotations, int annotation) {
        return detections
                .masks()
                .get(detection)
                .intersectionOverUnion(annotations.masks().get(annotation), annotations.crowd(annotation));
    }
}
