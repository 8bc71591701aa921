package org.paperzoo.evaluation.training;

import java.io.IOException;
import java.nio.file.Path;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.harness.EvaluationRequest;
import org.paperzoo.evaluation.harness.Evaluator;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.training.Merit;

/** A metric of the recipe's benchmark on validation examples, measured by the harness that measures models. */
final class HarnessMerit implements Merit {

    private final TrainingRequest request;
    private final Benchmark benchmark;
    private final Recipe.Choice choice;

    /**
     * A figure of merit.
     *
     * @param benchmark of the recipe; must not be null
     */
    HarnessMerit(TrainingRequest request, Benchmark benchmark, Recipe.Choice choice) {
        if (benchmark == null) {
            throw new IllegalArgumentException(
                    request.card().id() + ", training: \"choice\" needs a \"benchmark\" that has the metric");
        }
        this.request = request;
        this.benchmark = benchmark.on("validation");
        this.choice = choice;
    }

    @Override
    public int every() {
        return choice.every();
    }

    @Override
    public double of(Path weights) throws IOException {
        Result result = new Evaluator((done, size) -> {})
                .run(EvaluationRequest.of(
                                request.card(),
                                benchmark,
                                LoadOptions.standard().withWeights(weights))
                        .withData(request.data())
                        .withLimit(choice.limit())
                        .withBatch(choice.batch())
                        .withResamples(0)
                        .withCommand("train"));
        MeasuredValue value = result.values().stream()
                .filter(candidate -> candidate.answersTo(choice.metric()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("benchmark " + benchmark.id() + " measures no "
                        + choice.metric() + "; it measures " + String.join(", ", benchmark.metrics())));
        return value.higherIsBetter() ? value.value() : -value.value();
    }
}
