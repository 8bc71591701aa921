package org.paperzoo.evaluation.metric.detection;

/**
 * Boxes annotated in one picture, as Pascal VOC writes them.
 *
 * @param imageId number of the picture, by which detections of equal score are ordered; its place in the list of pictures
 * @param corners left, top, right, bottom pixel of each: {@code 4 * size} finite numbers
 * @param categories category of each
 * @param difficult whether each is marked so: finding or missing it changes nothing
 */
public record VocReference(long imageId, double[] corners, int[] categories, boolean[] difficult) {

    public VocReference {
        CornerBoxes.check(corners, categories.length, "annotation");
        if (difficult.length != categories.length) {
            throw new IllegalArgumentException("image " + imageId + ": " + categories.length + " annotations, but "
                    + difficult.length + " marks of difficulty");
        }
    }
}
