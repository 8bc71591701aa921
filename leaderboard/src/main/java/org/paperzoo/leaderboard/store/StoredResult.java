package org.paperzoo.leaderboard.store;

import java.util.Optional;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;

/**
 * A result and its address.
 *
 * @param address SHA-256 of its canonical JSON
 * @param result the record
 */
public record StoredResult(String address, Result result) {

    private static final int SHORT = 12;
    private static final int SETTING_DIGITS = 32;

    /** Addresses a result. */
    public static StoredResult of(Result result) {
        return new StoredResult(ContentAddress.of(ContentAddress.canonical(result)), result);
    }

    /** The beginning of the address, enough to tell it from others. */
    public String shortAddress() {
        return address.substring(0, SHORT);
    }

    /** The benchmark's main figure: the first headline. Empty where speed alone counts. */
    public Optional<MeasuredValue> mainValue() {
        return result.values().stream().filter(MeasuredValue::headline).findFirst();
    }

    /**
     * What two results share that measure the same thing in the same way: a later one takes the place of an earlier one in
     * tables.
     */
    public String setting() {
        var provenance = result.provenance();
        String parts = String.join(
                "\u001f",
                result.benchmark(),
                result.model(),
                String.valueOf(provenance.weightsSha256()),
                String.valueOf(provenance.artifactSha256()),
                provenance.engine(),
                provenance.device(),
                String.valueOf(provenance.precision()),
                provenance.processor(),
                String.valueOf(provenance.threads()),
                String.valueOf(result.speed().batch()),
                result.complete() ? "complete" : String.valueOf(result.examples()));
        return ContentAddress.of(parts).substring(0, SETTING_DIGITS);
    }
}
