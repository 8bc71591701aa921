package org.paperzoo.evaluation.result;

import java.util.Optional;

/**
 * What one run gave.
 *
 * @param result its record
 * @param kept what it kept of its examples, if that was asked for
 */
public record Evaluation(Result result, Optional<KeptExamples> kept) {}
