package org.paperzoo.evaluation.metric.detection;

/**
 * Bodies of points annotated in one picture.
 *
 * @param imageId the data set's ID of the picture
 * @param ids the data set's ID of each body
 * @param keypoints of each body x, y and visibility of each point in turn; visibility 0 says that it is not annotated
 * @param keypointCounts how many points of each the data set says are annotated; a body of none is ignored
 * @param boxes left, top, width, height of each in pixels
 * @param categories category of each, in the data set's own numbering
 * @param areas area of each as annotated
 * @param crowds whether each is a crowd
 */
public record KeypointReference(
        long imageId,
        long[] ids,
        double[][] keypoints,
        int[] keypointCounts,
        double[] boxes,
        int[] categories,
        double[] areas,
        boolean[] crowds)
        implements AnnotatedObjects {

    public KeypointReference {
        Boxes.check(boxes, ids.length, "annotation");
        Columns.checkAnnotations(imageId, ids, keypoints.length, categories, areas, crowds);
        if (keypointCounts.length != ids.length) {
            throw new IllegalArgumentException("image " + imageId + ": " + ids.length + " annotations, but "
                    + keypointCounts.length + " numbers of points");
        }
        for (int i = 0; i < keypoints.length; i++) {
            ObjectKeypointSimilarity.check(keypoints[i], "annotation " + ids[i]);
        }
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

    @Override
    public boolean ignored(int object) {
        return crowds[object] || keypointCounts[object] == 0;
    }
}
