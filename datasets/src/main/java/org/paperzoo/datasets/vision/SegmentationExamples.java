package org.paperzoo.datasets.vision;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Pictures with label maps, one after another. */
public interface SegmentationExamples extends Closeable {

    /** Names of the classes; their place is their label. */
    List<String> classes();

    /** Number of pictures. */
    long size();

    /** The next picture, or null behind the last one. */
    SegmentationExample next() throws IOException;

    @Override
    default void close() throws IOException {}
}
