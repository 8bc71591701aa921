package org.paperzoo.datasets.vision;

import java.util.List;

/**
 * A picture and what people wrote of it.
 *
 * @param imageId number of the picture in the data set
 * @param image the picture, not yet decoded
 * @param captions in the order of the data set
 */
public record CaptionedPicture(long imageId, ImageFile image, List<String> captions) {

    public CaptionedPicture {
        captions = List.copyOf(captions);
    }
}
