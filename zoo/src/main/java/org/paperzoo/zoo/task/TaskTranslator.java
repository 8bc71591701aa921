package org.paperzoo.zoo.task;

import ai.djl.translate.Translator;

/**
 * A translator that an architecture offers for a task.
 *
 * @param task what it is for
 * @param input type of its input
 * @param output type of its output: the task's raw result or DJL's display type
 * @param translator pre- and post-processing as the paper's evaluation code does it; safe for several threads
 */
public record TaskTranslator<I, O>(Task task, Class<I> input, Class<O> output, Translator<I, O> translator) {}
