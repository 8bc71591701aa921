package org.paperzoo.datasets.vision;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Pictures with their objects, one after another; a picture is decoded only when it is asked for. */
public interface DetectionExamples extends Closeable {

    /** The categories of the data set, in its order. */
    List<Category> categories();

    /** Number of pictures. */
    long size();

    /** The next picture, or null behind the last one. */
    DetectionExample next() throws IOException;

    /** The pictures that have not been read yet, each under its number. This stream is at its end afterwards. */
    default DetectionList list() throws IOException {
        return DetectionList.of(this);
    }

    @Override
    default void close() throws IOException {}
}
