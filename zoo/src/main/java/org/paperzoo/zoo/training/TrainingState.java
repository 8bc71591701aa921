package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What changes from step to step beside the weights.
 *
 * @param optimizer has a state of its own
 * @param average of the weights, or null
 * @param scale of the loss
 */
record TrainingState(Optimizer optimizer, MovingAverage average, LossScale scale) {

    /** All arrays of it by name. */
    Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        optimizer.state().forEach((name, array) -> arrays.put("optimizer." + name, array));
        if (average != null) {
            average.state().forEach((name, array) -> arrays.put("average." + name, array));
        }
        scale.state().forEach((name, array) -> arrays.put("scale." + name, array));
        return arrays;
    }

    /** Puts the average in place of the frozen network's weights, or back; where there is none, nothing is done. */
    void exchange() {
        if (average != null) {
            average.exchange();
        }
    }
}
