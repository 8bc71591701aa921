package org.paperzoo.zoo.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.task.TaskTranslator;

/**
 * Finds the translator of a model of the zoo. DJL asks which types are supported before it says which model it means, so
 * any pair is let through and the model's own list decides.
 */
public final class CardTranslatorFactory implements TranslatorFactory {

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        Set<Pair<Type, Type>> types = new LinkedHashSet<>();
        types.add(new Pair<>(NDList.class, NDList.class));
        return types;
    }

    @Override
    public boolean isSupported(Class<?> input, Class<?> output) {
        return true;
    }

    @Override
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        List<TaskTranslator<?, ?>> translators;
        CardArguments card = CardArguments.of(arguments);
        try {
            translators = PaperModel.translators(card.card(), card.options());
        } catch (IOException e) {
            throw new TranslateException(e.getMessage(), e);
        }
        Translator<?, ?> found = input == NDList.class && output == NDList.class ? new NoopTranslator() : null;
        for (TaskTranslator<?, ?> candidate : translators) {
            if (candidate.input() == input && candidate.output() == output) {
                found = candidate.translator();
            }
        }
        if (found == null) {
            throw new TranslateException(card.card().id() + " has no translator from " + input.getSimpleName() + " to "
                    + output.getSimpleName() + "; it has "
                    + translators.stream()
                            .map(each -> each.input().getSimpleName() + " to "
                                    + each.output().getSimpleName())
                            .collect(Collectors.joining(", ")));
        }
        // The types were compared above.
        @SuppressWarnings("unchecked")
        Translator<I, O> translator = (Translator<I, O>) found;
        return translator;
    }
}
