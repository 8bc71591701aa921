package org.paperzoo.evaluation.metric.detection;

/**
 * Boxes annotated in one picture.
 *
 * @param imageId the data set's ID of the picture
 * @param ids the data set's ID of each box
 * @param boxes left, top, width, height of each in pixels: {@code 4 * size} finite numbers, sizes not negative
 * @param categories category of each, in the data set's own numbering
 * @param areas area of each as annotated, which in COCO is that of the mask
 * @param crowds whether each is a crowd
 */
public record BoxReference(long imageId, long[] ids, double[] boxes, int[] categories, double[] areas, boolean[] crowds)
        implements AnnotatedObjects {

    public BoxReference {
        Boxes.check(boxes, ids.length, "annotation");
        Columns.checkAnnotations(imageId, ids, boxes.length / 4, categories, areas, crowds);
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public long id(int object) {
        return ids[object];
    }

    @Override
    public int category(int object) {
        return categories[object];
    }

    @Override
    public double area(int object) {
        return areas[object];
    }

    @Override
    public boolean crowd(int object) {
        return crowds[object];
    }
}
