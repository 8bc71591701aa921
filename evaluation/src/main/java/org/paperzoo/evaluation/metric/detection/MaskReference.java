package org.paperzoo.evaluation.metric.detection;

import java.util.List;
import org.paperzoo.datasets.vision.RunLengthMask;

/**
 * Masks annotated in one picture.
 *
 * @param imageId the data set's ID of the picture
 * @param ids the data set's ID of each mask
 * @param masks mask of each, all of the picture's size
 * @param categories category of each, in the data set's own numbering
 * @param areas area of each as annotated, which can differ from the mask's by rounding
 * @param crowds whether each is a crowd
 */
public record MaskReference(
        long imageId, long[] ids, List<RunLengthMask> masks, int[] categories, double[] areas, boolean[] crowds)
        implements AnnotatedObjects {

    public MaskReference {
        masks = List.copyOf(masks);
        Columns.checkAnnotations(imageId, ids, masks.size(), categories, areas, crowds);
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
