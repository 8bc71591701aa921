package org.paperzoo.evaluation.harness;

/** Hears how far a run has come. */
public interface EvaluationListener {

    /** Hears nothing. */
    EvaluationListener SILENT = (done, all) -> {};

    /**
     * Some examples are done.
     *
     * @param done number of examples done
     * @param all number of examples in all, or -1 where it is not known
     */
    void progress(long done, long all);
}
