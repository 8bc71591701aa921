package org.paperzoo.datasets.vision;

import java.util.ArrayList;
import java.util.List;

/**
 * A generated picture with everything that is known about it.
 *
 * @param image the picture
 * @param labels category of each pixel: 0 is the background, then {@link Shape#category}
 * @param objects its shapes, those behind first; boxes and areas are those of the pixels that can be seen
 */
public record Scene(RgbImage image, LabelMap labels, List<ObjectAnnotation> objects) {

    public Scene {
        objects = List.copyOf(objects);
    }

    /** Puts together a scene from its picture and from the number (from 1) of the shape that is seen at each pixel. */
    static Scene of(RgbImage image, byte[] shapeAt, List<Shape> shapes, long firstId) {
        int width = image.width();
        byte[] labels = new byte[shapeAt.length];
        int[][] extents = new int[shapes.size()][];
        int[] areas = new int[shapes.size()];
        for (int at = 0; at < shapeAt.length; at++) {
            if (shapeAt[at] > 0) {
                int index = shapeAt[at] - 1;
                int x = at % width;
                int y = at / width;
                labels[at] = (byte) shapes.get(index).category();
                areas[index]++;
                int[] extent = extents[index];
                if (extent == null) {
                    extents[index] = new int[] {x, y, x, y};
                } else {
                    extent[0] = Math.min(extent[0], x);
                    extent[2] = Math.max(extent[2], x);
                    extent[3] = y;
                }
            }
        }
        List<ObjectAnnotation> objects = new ArrayList<>();
        for (int i = 0; i < extents.length; i++) {
            int[] extent = extents[i];
            objects.add(new ObjectAnnotation(
                    firstId + i,
                    shapes.get(i).category(),
                    extent[0],
                    extent[1],
                    extent[2] - extent[0] + 1.0,
                    extent[3] - extent[1] + 1.0,
                    areas[i],
                    false));
        }
        return new Scene(image, new LabelMap(width, image.height(), labels), objects);
    }
}
