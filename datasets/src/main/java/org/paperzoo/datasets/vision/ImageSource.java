package org.paperzoo.datasets.vision;

import java.io.IOException;
import org.paperzoo.datasets.InvalidDataException;

/** A picture that is decoded, or drawn, when it is asked for. */
public interface ImageSource {

    /** What messages and records call it. */
    String name();

    /**
     * Decodes or draws the picture, anew on every call.
     *
     * @throws InvalidDataException if it is no picture, or one too large
     */
    RgbImage read() throws IOException;
}
