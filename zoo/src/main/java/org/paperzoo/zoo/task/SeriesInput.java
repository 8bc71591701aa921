package org.paperzoo.zoo.task;

/**
 * What a forecaster sees of one window, already standardised as it was in training.
 *
 * @param past the observed steps, row by row: {@code seq_len * channels}
 * @param pastMarks time features of the observed steps: {@code seq_len * features}
 * @param start the known steps that start the decoder (the last {@code label_len} observed): {@code label_len * channels}
 * @param futureMarks time features of those and of the steps to forecast: {@code (label_len + pred_len) * features}
 */
public record SeriesInput(float[] past, float[] pastMarks, float[] start, float[] futureMarks) {}
