package org.paperzoo.zoo.export;

import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.graph.Node;
import org.paperzoo.zoo.graph.Size;

/**
 * The shape of an ONNX Reshape, where a length of 0 takes over the input's and one of -1 takes what is left: most shapes
 * become constants that way, and no node has to compute them.
 */
final class ReshapeSizes {

    private ReshapeSizes() {}

    static List<Size> simplified(Node reshape) {
        List<Size> wanted = reshape.sizes("shape");
        List<Size> given = reshape.inputs().get(0).shape();
        if (wanted.contains(Size.of(0))) {
            return wanted;
        }
        boolean restTaken = wanted.contains(Size.of(-1));
        List<Size> simplified = new ArrayList<>();
        for (int axis = 0; axis < wanted.size(); axis++) {
            Size size = wanted.get(axis);
            if (size.isFixed()) {
                simplified.add(size);
            } else if (axis < given.size() && given.get(axis).equals(size)) {
                simplified.add(Size.of(0));
            } else if (!restTaken) {
                simplified.add(Size.of(-1));
                restTaken = true;
            } else {
                simplified.add(size);
            }
        }
        return simplified;
    }
}
