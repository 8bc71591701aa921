package org.paperzoo.zoo.task;

/** A network that gives each pixel a class. */
public interface PixelClassifier {

    /** Number of classes. */
    int classes();
}
