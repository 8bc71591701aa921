package org.paperzoo.zoo.task;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A translator between the types that DJL's users expect, over one that gives a task's raw result: the pre- and
 * post-processing is the same, so that what is shown is what was measured.
 *
 * @param <J> DJL's input type
 * @param <I> the raw translator's input
 * @param <R> the raw result
 * @param <O> DJL's output type
 */
public final class DisplayTranslator<J, I, R, O> implements Translator<J, O> {

    /** Where a batch's inputs wait for its outputs: DJL gives all members of a batch one context. */
    private static final String INPUTS = "paperzoo.inputs";

    private final Translator<I, R> raw;
    private final Function<J, I> toInput;
    private final BiFunction<I, R, O> toOutput;

    /**
     * A translator over a raw one.
     *
     * @param toInput from DJL's input type
     * @param toOutput to DJL's output type; it is given the raw input too
     */
    public DisplayTranslator(Translator<I, R> raw, Function<J, I> toInput, BiFunction<I, R, O> toOutput) {
        this.raw = raw;
        this.toInput = toInput;
        this.toOutput = toOutput;
    }

    @Override
    public NDList processInput(TranslatorContext context, J input) throws Exception {
        I converted = toInput.apply(input);
        context.setAttachment(INPUTS, List.of(converted));
        return raw.processInput(context, converted);
    }

    @Override
    public O processOutput(TranslatorContext context, NDList list) throws Exception {
        return toOutput.apply(inputs(context).get(0), raw.processOutput(context, list));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<J> inputs) throws Exception {
        List<I> converted = inputs.stream().map(toInput).toList();
        context.setAttachment(INPUTS, converted);
        return raw.batchProcessInput(context, converted);
    }

    @Override
    public List<O> batchProcessOutput(TranslatorContext context, NDList list) throws Exception {
        List<I> inputs = inputs(context);
        List<R> results = raw.batchProcessOutput(context, list);
        List<O> outputs = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            outputs.add(toOutput.apply(inputs.get(i), results.get(i)));
        }
        return outputs;
    }

    // The input side put it there with this very type.
    @SuppressWarnings("unchecked")
    private List<I> inputs(TranslatorContext context) {
        return (List<I>) context.getAttachment(INPUTS);
    }

    @Override
    public Batchifier getBatchifier() {
        return raw.getBatchifier();
    }
}
