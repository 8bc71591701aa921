package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/** A convolutional network whose feature maps a detector reads. */
public abstract class Backbone extends NamedBlock {

    /** What a backbone is built from. */
    public sealed interface Design permits ResNet.Depth, SmallBackbone.Widths {

        /** Channels of the stages' feature maps. */
        int[] widths();

        /**
         * Builds it.
         *
         * @param channels of the pictures
         * @param dilated whether the last stage keeps the resolution of the one before ("DC5"), where that is known
         */
        Backbone build(int channels, boolean dilated);
    }

    /** The feature maps of all stages, from the finest: {@code [B, channels, H, W] -> [B, width, ⌈H / s⌉, ⌈W / s⌉]}. */
    public abstract NDList forwardStages(Pass pass, NDArray pixels);
}
