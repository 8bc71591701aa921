package org.paperzoo.datasets.text;

import org.paperzoo.datasets.Examples;

/** Pairs one after another, read as they are asked for. */
public interface TextPairs extends Examples<TextPair> {}
