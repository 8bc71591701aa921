package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.util.List;
import org.paperzoo.datasets.Examples;

/** Pictures with their objects, one after another; a picture is decoded only when it is asked for. */
public interface DetectionExamples extends Examples<DetectionExample> {

    /** The categories of the data set, in its order. */
    List<Category> categories();

    /** Number of pictures. */
    @Override
    long size();

    /** The pictures that have not been read yet, each under its number. This stream is at its end afterwards. */
    default DetectionList list() throws IOException {
        return DetectionList.of(this);
    }
}
