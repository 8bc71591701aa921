package org.paperzoo.zoo.image;

/** To a size, whatever the ratio of the sides (torchvision's {@code Resize((h, w))}). */
public record ResizeTo(PictureSize size, Resizer resizer) implements PictureStep {

    @Override
    public Picture apply(Picture picture) {
        return resizer.resize(picture, size.width(), size.height());
    }
}
