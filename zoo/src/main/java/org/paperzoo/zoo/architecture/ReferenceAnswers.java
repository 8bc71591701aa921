package org.paperzoo.zoo.architecture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.engine.Backend;

/** Answers of reference cases, without what architectures make on the way to them. */
public final class ReferenceAnswers {

    private ReferenceAnswers() {}

    /**
     * Answers a case.
     *
     * @return outputs by name, which the caller closes; every other array that was made is closed
     * @throws InvalidInputException as {@link Architecture#answer}
     */
    public static Map<String, NDArray> of(Architecture architecture, Backend backend, ReferenceCall call)
            throws InvalidInputException {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Map<String, NDArray> answers = architecture.answer(backend, call);
            answers.values().forEach(NDScope::unregister);
            return answers;
        }
    }
}
