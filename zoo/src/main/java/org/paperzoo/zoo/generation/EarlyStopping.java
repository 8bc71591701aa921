package org.paperzoo.zoo.generation;

/** When beam search counts a member of the batch as done, once it has as many finished hypotheses as beams. */
public enum EarlyStopping {
    /** At once ({@code true} in official files). */
    ALWAYS,
    /**
     * When the best running beam, ended at its present length, would not beat the worst finished hypothesis
     * ({@code false}). A length penalty above 0 could still make a longer one better: this is a heuristic.
     */
    HEURISTIC,
    /** When no running beam can beat the worst finished hypothesis at any length ({@code "never"}). */
    NEVER
}
