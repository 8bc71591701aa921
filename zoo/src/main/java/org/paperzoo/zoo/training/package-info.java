/**
 * Training: examples come in batches, a learner turns a batch into a loss, an optimiser turns gradients into steps, and the
 * loop shuffles, validates, stops early and leaves a checkpoint after each epoch from which it goes on as if it had never
 * stopped. Nothing here knows what is learned.
 */
package org.paperzoo.zoo.training;
