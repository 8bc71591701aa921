package org.paperzoo.datasets.vision;

import java.nio.file.Path;
import java.util.List;

/**
 * A picture that is cut into segments without a rest.
 *
 * @param imageId number of the picture in the data set
 * @param image the picture, not yet decoded
 * @param labels a PNG file of the picture's size whose colours {@code R + 256 G + 65536 B} are segments; 0 is none
 * @param segments what the colours stand for
 */
public record PanopticPicture(long imageId, ImageFile image, Path labels, List<Segment> segments) {

    public PanopticPicture {
        segments = List.copyOf(segments);
    }

    /**
     * A segment.
     *
     * @param id its colour
     * @param category name of its category
     * @param area in pixels, as the file says
     * @param crowd whether it stands for a group of objects that were not told apart
     */
    public record Segment(long id, String category, long area, boolean crowd) {
        @Override
        public String toString() {
            return category + (crowd ? " (crowd)" : "");
        }
    }
}
