package org.paperzoo.evaluation.metric.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.testkit.SharedFiles;

/** Against sacreBLEU 2.6.0 (f615c72) with numpy 1.24.2. */
class SacrebleuSignificanceTest {

    /** Random numbers and single precision are numpy's, so that no more than rounding of the last steps remains. */
    private static final double TOLERANCE = 1e-10;

    private final SacrebleuSignificance significance = SacrebleuSignificance.defaults();

    @TestFactory
    Stream<DynamicTest> intervalsAreThoseOfSacrebleu() {
        SacrebleuCases cases = SacrebleuCases.all();
        return cases.entries("confidence").stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.get("metric").textValue() + " " + entry.get("n_bootstrap"),
                        () -> intervalAgrees(cases, entry)));
    }

    private void intervalAgrees(SacrebleuCases cases, JsonNode entry) {
        SacrebleuMetric metric = SacrebleuCases.metric(entry.get("metric").textValue());
        List<Accumulator<String, List<String>>> units =
                SacrebleuCases.units(metric, cases.hypotheses(entry), cases.references(entry));
        int draws = entry.get("n_bootstrap").intValue();
        Bootstrap.Interval interval = significance.interval(metric, units, draws);
        assertEquals(entry.get("mean").doubleValue(), interval.mean(), TOLERANCE);
        assertEquals(entry.get("ci").doubleValue(), halfWidth(interval), TOLERANCE);

        Accumulator<String, List<String>> all = metric.newAccumulator();
        units.forEach(all::merge);
        MetricResult result = all.result();
        assertEquals(entry.get("formatted").textValue(), metric.format(result, interval));
        assertEquals(
                entry.get("signature").textValue(),
                metric.signature(all).resampled(draws, 0, significance.seed()).text());
    }

    @TestFactory
    Stream<DynamicTest> pairedTestsAreThoseOfSacrebleu() {
        SacrebleuCases cases = SacrebleuCases.all();
        JsonNode systems = json(SharedFiles.require("metrics/bleu/paired_systems.json"));
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode entry : cases.entries("paired")) {
            for (String name : new String[] {"BLEU", "chrF2"}) {
                tests.add(DynamicTest.dynamicTest(
                        entry.get("test_type").textValue() + " " + entry.get("n_samples") + " " + name,
                        () -> pairedTestAgrees(cases, systems, entry, name)));
            }
        }
        return tests.stream();
    }

    private void pairedTestAgrees(SacrebleuCases cases, JsonNode systems, JsonNode entry, String name) {
        SacrebleuMetric metric = SacrebleuCases.metric(name);
        List<List<Accumulator<String, List<String>>>> units = new ArrayList<>();
        List<List<String>> references = cases.references("multiref_en");
        systems.get("systems")
                .forEach(system -> units.add(SacrebleuCases.units(metric, texts(system.get(1)), references)));
        boolean bootstrap = entry.get("test_type").textValue().equals("bs");
        int samples = entry.get("n_samples").intValue();
        int draws = Math.max(0, entry.get("n_ar_confidence").intValue());
        for (int system = 1; system < units.size(); system++) {
            JsonNode expected = entry.get("results").get(name).get(system);
            SacrebleuSignificance.Comparison comparison = bootstrap
                    ? significance.pairedBootstrap(metric, units.get(0), units.get(system), samples)
                    : significance.approximateRandomization(metric, units.get(0), units.get(system), samples, draws);
            assertEquals(expected.get("score").doubleValue(), comparison.system(), TOLERANCE);
            assertEquals(expected.get("p_value").doubleValue(), comparison.pValue(), 0);
            if (expected.get("mean").isNull()) {
                assertNull(comparison.systemInterval());
            } else {
                assertEquals(
                        expected.get("mean").doubleValue(),
                        comparison.systemInterval().mean(),
                        TOLERANCE);
                assertEquals(expected.get("ci").doubleValue(), halfWidth(comparison.systemInterval()), TOLERANCE);
            }
        }
        JsonNode baseline = entry.get("results").get(name).get(0);
        if (!baseline.get("mean").isNull()) {
            Bootstrap.Interval interval = significance.interval(metric, units.get(0), bootstrap ? samples : draws);
            assertEquals(baseline.get("mean").doubleValue(), interval.mean(), TOLERANCE);
            assertEquals(baseline.get("ci").doubleValue(), halfWidth(interval), TOLERANCE);
        }
        Accumulator<String, List<String>> all = metric.newAccumulator();
        units.get(0).forEach(all::merge);
        assertEquals(
                entry.get("signatures").get(name).textValue(),
                metric.signature(all)
                        .resampled(bootstrap ? samples : draws, bootstrap ? 0 : samples, significance.seed())
                        .text());
    }

    private static double halfWidth(Bootstrap.Interval interval) {
        return 0.5 * (interval.upper() - interval.lower());
    }

    @Test
    void systemsOfOtherLengthsAreNotCompared() {
        Bleu bleu = Bleu.of(BleuTokenizers.V13A);
        var one = SacrebleuCases.units(bleu, List.of("a"), List.of(List.of("a")));
        var two = SacrebleuCases.units(bleu, List.of("a", "b"), List.of(List.of("a"), List.of("b")));
        Exception error =
                assertThrows(IllegalArgumentException.class, () -> significance.pairedBootstrap(bleu, one, two, 10));
        assertEquals("the two systems have scored 1 and 2 segments; expected the same ones", error.getMessage());
    }
}
