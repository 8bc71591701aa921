package org.paperzoo.evaluation.comparison;

/**
 * What one run of the model takes at least, counted from the model and not measured: the same for every engine.
 *
 * @param flops floating-point operations; a multiplication and an addition are two
 * @param bytes bytes that must come from or go to memory: the weights once, the inputs and the outputs
 */
public record Work(double flops, double bytes) {

    public Work {
        if (!(flops >= 0 && bytes >= 0 && flops + bytes > 0 && Double.isFinite(flops + bytes))) {
            throw new IllegalArgumentException(
                    "work must be counted: " + flops + " operations and " + bytes + " bytes are none");
        }
    }
}
