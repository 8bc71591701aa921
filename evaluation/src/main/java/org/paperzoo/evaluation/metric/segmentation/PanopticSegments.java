package org.paperzoo.evaluation.metric.segmentation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The segments of a picture, as predicted or as annotated.
 *
 * @param ids the segment of each pixel: 0 for none (void), less than 2^24; {@code R + 256 G + 65536 B} in files
 * @param segments what the segments are; each ID once, none of them 0
 */
public record PanopticSegments(LabelMap ids, List<Segment> segments) {

    /**
     * A segment.
     *
     * @param id its number in the map
     * @param category its category
     * @param crowd whether it is a crowd, which nothing needs to find; only of annotations
     * @param area its pixels as the annotation says, which the score goes by; of predictions, they are counted instead
     */
    public record Segment(int id, int category, boolean crowd, long area) {}

    public PanopticSegments {
        segments = List.copyOf(segments);
        Map<Integer, Segment> byId = new HashMap<>();
        for (Segment segment : segments) {
            if (segment.id() <= 0 || segment.id() >= 1 << 24) {
                throw new IllegalArgumentException("segment " + segment.id() + " must be from 1 to 2^24 - 1");
            }
            if (segment.area() < 0) {
                throw new IllegalArgumentException("segment " + segment.id() + " has an area of " + segment.area());
            }
            if (byId.put(segment.id(), segment) != null) {
                throw new IllegalArgumentException("segment " + segment.id() + " is there twice");
            }
        }
    }
}
