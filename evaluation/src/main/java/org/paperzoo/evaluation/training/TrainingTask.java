package org.paperzoo.evaluation.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.training.Examples;
import org.paperzoo.zoo.training.InitialWeights;
import org.paperzoo.zoo.training.Learner;

/** What a task brings to a training: a network with its loss, examples, the model's other files, and a test. */
interface TrainingTask {

    Learner learner();

    /** Where the training begins, if neither user nor recipe names weights. */
    default InitialWeights initialWeights() {
        return InitialWeights.RANDOM;
    }

    Examples training() throws IOException;

    Examples validation() throws IOException;

    /** Writes what the trained model needs beside its weights, such as {@code config.json}. */
    void describe(Path folder) throws IOException;

    /**
     * Measures the trained model on the test split.
     *
     * @param folder holds the model
     * @param manager owns the weights of the learner's network, which are the best epoch's
     */
    Test test(Path folder, NDManager manager) throws IOException;

    /**
     * What was measured.
     *
     * @param examples their number
     * @param values of the metrics
     * @param baselines what needs no network makes of the same examples
     */
    record Test(long examples, List<MeasuredValue> values, List<TrainingReport.BaselineErrors> baselines) {}
}
