package org.paperzoo.zoo.golden;

import java.util.List;

/**
 * The outcome of one reference case on one engine.
 *
 * @param name the case
 * @param engine the engine that answered
 * @param checks one for each output of the reference
 * @param failure why the case could not be run, or empty
 * @param seconds wall time of building, loading and running
 */
public record CaseReport(String name, String engine, List<OutputCheck> checks, String failure, double seconds) {

    public CaseReport {
        checks = List.copyOf(checks);
    }

    /** Whether the case ran and every output lies within its tolerance. */
    public boolean passed() {
        return failure.isEmpty() && !checks.isEmpty() && checks.stream().allMatch(OutputCheck::passed);
    }
}
