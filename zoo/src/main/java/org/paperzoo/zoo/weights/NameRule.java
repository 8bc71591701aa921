package org.paperzoo.zoo.weights;

/** Finds a block's parameters in checkpoints of another naming. */
@FunctionalInterface
public interface NameRule {

    /** The checkpoint's names are the block's. */
    NameRule IDENTITY = TensorSource.Whole::new;

    /** Says where the values of the block's parameter of this name lie. */
    TensorSource source(String parameter);
}
