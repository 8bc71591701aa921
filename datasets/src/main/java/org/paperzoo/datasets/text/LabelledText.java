package org.paperzoo.datasets.text;

/**
 * A text, or two that belong together, and the name of their class.
 *
 * @param id its name in the data set, such as both indices of a pair; unique unless the data set itself repeats it
 * @param first the text
 * @param second the other text, or null where the task has one text only
 * @param label such as {@code 1}
 */
public record LabelledText(String id, String first, String second, String label) {}
