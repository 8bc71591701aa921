package org.paperzoo.datasets.vision;

import java.util.List;

/**
 * A picture with its objects.
 *
 * @param imageId number of the picture in the data set
 * @param image the picture, not yet decoded
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param objects in the order of the data set; none for a picture without objects
 */
public record DetectionExample(long imageId, ImageSource image, int width, int height, List<ObjectAnnotation> objects) {

    public DetectionExample {
        objects = List.copyOf(objects);
    }
}
