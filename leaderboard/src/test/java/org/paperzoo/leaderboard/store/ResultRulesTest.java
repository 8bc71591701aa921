package org.paperzoo.leaderboard.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.leaderboard.SyntheticResults;

class ResultRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aWholeResultIsTaken() {
        assertDoesNotThrow(() -> ResultRules.check(SyntheticResults.forecast(0.5, "2026-11-24T00:00:00Z")));
        assertDoesNotThrow(() -> ResultRules.check(SyntheticResults.speedAlone()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/schema | 2 | its schema is 2",
                "/model | \"../../etc\" | its model is",
                "/model | \"a/b\" | its model is",
                "/model | null | its model is missing",
                "/benchmark | \"<script>\" | its benchmark is",
                "/task | \"object-detection\" | does forecasting",
                "/split | \"train\" | measures the split test",
                "/examples | 0 | expected at least 1",
                "/quality | false | counts for speed alone, but has values",
                "/values | [] | has no values",
                "/values/0/low | 9 | the interval of mse.MSE",
                "/values/0/low | null | one end of an interval",
                "/values/0/value | -1 | by its definition it lies between",
                "/values/0/higherIsBetter | true | differ in which way is better",
                "/values/2/metric | \"mse\" | two values",
                "/values/2/metric | \"bleu\" | it defines metrics, but not bleu",
                "/speed | null | it has no speed",
                "/speed/p50Millis | 1000 | percentiles of its latency do not rise",
                "/speed/examplesPerSecond | \"Infinity\" | speed.examplesPerSecond",
                "/speed/batch | 0 | speed.batch",
                "/provenance | null | it has no provenance",
                "/provenance/weightsSha256 | null | the digest of neither weights nor graphs",
                "/provenance/weightsSha256 | \"00\" | provenance.weightsSha256",
                "/provenance/dataSha256 | null | provenance.dataSha256 is missing",
                "/provenance/engine | \"\" | does not tell provenance.engine",
                "/provenance/device | \"abacus\" | expected cpu, gpu or gpu:N",
                "/provenance/command | null | does not tell provenance.command",
                "/provenance/started | \"yesterday\" | provenance.started",
                "/provenance/started | \"2999-01-01T00:00:00Z\" | which is to come",
                "/provenance/cores | 0 | provenance.cores"
            })
    void aResultThatIsBrokenInOnePlaceIsRefusedWithTheReason(String place, String value, String reason)
            throws Exception {
        ObjectNode json = JSON.valueToTree(SyntheticResults.forecast(0.5, "2026-11-24T00:00:00Z"));
        int slash = place.lastIndexOf('/');
        JsonNode parent = json.at(place.substring(0, slash));
        ((ObjectNode) parent).set(place.substring(slash + 1), JSON.readTree(value));

        if (place.equals("/values/2/metric") && value.contains("mse")) {
            ((ObjectNode) parent).put("name", "MSE");
        }
        Result result = JSON.treeToValue(json, Result.class);
        RefusedException e = assertThrows(RefusedException.class, () -> ResultRules.check(result), place);
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }
}
