package org.paperzoo.datasets.text;

/**
 * A text, or two that belong together, and the name of their class.
 *
 * @param id unique in its data set
 * @param first the text
 * @param second the other text, or null where the task has one text only
 * @param label such as {@code 1}
 */
public record LabelledText(String id, String first, String second, String label) {}
