package org.paperzoo.datasets.vision;

import java.util.List;
import org.paperzoo.datasets.Examples;

/** Pictures with label maps, one after another. */
public interface SegmentationExamples extends Examples<SegmentationExample> {

    /** Names of the classes; their place is their label. */
    List<String> classes();

    /** Number of pictures. */
    @Override
    long size();
}
