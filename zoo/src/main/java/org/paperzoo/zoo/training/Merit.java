package org.paperzoo.zoo.training;

import java.io.IOException;
import java.nio.file.Path;

/** A figure of merit by which a training chooses the weights that it keeps, such as BLEU on validation examples. */
public interface Merit {

    /** Epochs after which it is asked: every so many, and the last. */
    int every();

    /**
     * Measures.
     *
     * @param weights a safetensors file that is gone afterwards
     * @return the more the better; finite
     */
    double of(Path weights) throws IOException;
}
