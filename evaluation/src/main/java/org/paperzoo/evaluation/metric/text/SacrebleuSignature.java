package org.paperzoo.evaluation.metric.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What has to be known to compute a score of sacreBLEU again, such as {@code
 * nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0}.
 *
 * @param entries the settings, in the order in which sacreBLEU writes them, without its version
 */
public record SacrebleuSignature(List<Entry> entries) {

    /** The version of sacreBLEU that scores equal. */
    public static final String VERSION = "2.6.0";

    /**
     * One setting.
     *
     * @param name its name
     * @param abbreviation its name in short signatures
     * @param value its value
     */
    public record Entry(String name, String abbreviation, String value) {}

    public SacrebleuSignature {
        entries = List.copyOf(entries);
    }

    static Entry entry(String name, String abbreviation, boolean value) {
        return new Entry(name, abbreviation, value ? "yes" : "no");
    }

    /**
     * The signature of a resampled score: numbers of draws and the seed come after the number of references.
     *
     * @param bootstrap number of draws of a bootstrap, 0 for none
     * @param randomization number of trials of approximate randomization, 0 for none
     * @param seed the seed
     */
    public SacrebleuSignature resampled(int bootstrap, int randomization, long seed) {
        List<Entry> resampled = new ArrayList<>();
        resampled.add(entries.get(0));
        if (bootstrap > 0) {
            resampled.add(new Entry("bs", "bs", Integer.toString(bootstrap)));
        }
        if (randomization > 0) {
            resampled.add(new Entry("ar", "ar", Integer.toString(randomization)));
        }
        resampled.add(new Entry("seed", "rs", Long.toString(seed)));
        resampled.addAll(entries.subList(1, entries.size()));
        return new SacrebleuSignature(resampled);
    }

    /** The signature in full. */
    public String text() {
        return entries.stream()
                .map(entry -> entry.name + ":" + entry.value + "|")
                .collect(Collectors.joining("", "", "version:" + VERSION));
    }

    /** The signature with short names, such as {@code #:1|c:mixed|e:no|tok:13a|s:exp|v:2.6.0}. */
    public String shortText() {
        return entries.stream()
                .map(entry -> entry.abbreviation + ":" + entry.value + "|")
                .collect(Collectors.joining("", "", "v:" + VERSION));
    }
}
