package org.paperzoo.evaluation.metric.detection;

/** What a data set says is in one picture. Areas are finite and not negative. */
public interface AnnotatedObjects {

    /** The data set's ID of the picture; no two pictures of an evaluation share one. */
    long imageId();

    /** Number of objects. */
    int size();

    /** The data set's ID of an object. An object of ID 0 counts as never found, as in the reference. */
    long id(int object);

    /** Category of an object, in the data set's own numbering. */
    int category(int object);

    /** Area of an object as annotated (of its mask, where it has one), in pixels. */
    double area(int object);

    /** Whether an object is a crowd, which any number of detections may match. */
    boolean crowd(int object);

    /** Whether finding or missing an object changes nothing. */
    default boolean ignored(int object) {
        return crowd(object);
    }

    /**
     * Whether the data set says which objects of a category are in the picture, none included. Detections of other
     * categories are passed over.
     */
    default boolean judged(int category) {
        return true;
    }

    /** Whether all objects of a category are annotated. If not, a detection that matches none is not wrong. */
    default boolean exhaustive(int category) {
        return true;
    }
}
