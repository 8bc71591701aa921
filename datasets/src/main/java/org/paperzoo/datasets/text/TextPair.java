package org.paperzoo.datasets.text;

/**
 * A source text and the text that should come of it.
 *
 * @param id unique in its data set: a line number, or the file's own
 * @param source what a model is given
 * @param target the reference
 */
public record TextPair(String id, String source, String target) {}
