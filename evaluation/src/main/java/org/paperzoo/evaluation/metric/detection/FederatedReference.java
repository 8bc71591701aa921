package org.paperzoo.evaluation.metric.detection;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a federated data set such as LVIS says is in a picture: each category is annotated in some pictures only.
 *
 * @param objects the annotated objects, no crowds among them
 * @param ignored whether finding or missing an object changes nothing
 * @param judged categories of which the picture is known to hold what is annotated, or nothing; ascending
 * @param incomplete categories of which it may hold more than is annotated; ascending
 */
public record FederatedReference<R extends AnnotatedObjects>(
        R objects, boolean[] ignored, int[] judged, int[] incomplete) implements AnnotatedObjects {

    public FederatedReference {
        if (ignored.length != objects.size()) {
            throw new IllegalArgumentException(ignored.length + " marks for " + objects.size() + " annotations");
        }
        for (int i = 0; i < objects.size(); i++) {
            if (objects.crowd(i)) {
                throw new IllegalArgumentException("annotation " + objects.id(i) + " is a crowd, which LVIS lacks");
            }
        }
        int[] annotated =
                IntStream.range(0, ignored.length).map(objects::category).toArray();
        judged = IntStream.concat(IntStream.of(judged), IntStream.of(annotated))
                .sorted()
                .distinct()
                .toArray();
        incomplete = IntStream.of(incomplete).sorted().toArray();
    }

    /**
     * A picture of which no object is ignored.
     *
     * @param absent the categories that are known to be absent; those annotated count as judged too
     */
    public static <R extends AnnotatedObjects> FederatedReference<R> of(R objects, int[] absent, int[] incomplete) {
        return new FederatedReference<>(objects, new boolean[objects.size()], absent, incomplete);
    }

    @Override
    public long imageId() {
        return objects.imageId();
    }

    @Override
    public int size() {
        return objects.size();
    }

    @Override
    public long id(int object) {
        return objects.id(object);
    }

    @Override
    public int category(int object) {
        return objects.category(object);
    }

    @Override
    public double area(int object) {
        return objects.area(object);
    }

    @Override
    public boolean crowd(int object) {
        return false;
    }

    @Override
    public boolean ignored(int object) {
        return ignored[object];
    }

    @Override
    public boolean judged(int category) {
        return Arrays.binarySearch(judged, category) >= 0;
    }

    @Override
    public boolean exhaustive(int category) {
        return Arrays.binarySearch(incomplete, category) < 0;
    }
}
