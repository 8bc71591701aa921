package org.paperzoo.datasets.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FrequencyTest {

    private static final LocalDateTime FRIDAY = LocalDateTime.parse("2020-02-28T10:00");

    @Test
    void timeFeaturesAreThoseOfTheReference() throws IOException {
        try (InputStream resource = getClass().getResourceAsStream("/series/time_features.json")) {
            for (JsonNode one : new ObjectMapper().readTree(resource).get("cases")) {
                Frequency frequency = Frequency.of(one.get("freq").asText().toLowerCase(Locale.ROOT));
                boolean normalized = one.get("timeenc").asInt() == 1;
                for (int row = 0; row < one.get("dates").size(); row++) {
                    LocalDateTime time = LocalDateTime.parse(
                            one.get("dates").get(row).asText().replace(' ', 'T'));
                    JsonNode expected = one.get("expected").get(row);
                    double[] marks = new double[expected.size()];
                    for (int i = 0; i < marks.length; i++) {
                        marks[i] = expected.get(i).asDouble();
                    }
                    assertEquals(marks.length, frequency.featureCount(normalized));
                    assertArrayEquals(marks, normalized ? frequency.normalized(time) : frequency.calendar(time), 1e-15);
                }
            }
        }
    }

    @Test
    void timesToComeFollowTheGridOfTheFrequency() {
        assertEquals(List.of(FRIDAY.plusDays(3), FRIDAY.plusDays(4)), Frequency.BUSINESS_DAY.following(FRIDAY, 1, 2));
        // A Friday is first moved to its Sunday, then the forecast begins a week later.
        assertEquals(List.of(FRIDAY.plusDays(9)), Frequency.WEEK.following(FRIDAY, 1, 1));
        assertEquals(
                List.of(LocalDateTime.parse("2020-03-31T10:00"), LocalDateTime.parse("2020-04-30T10:00")),
                Frequency.MONTH.following(FRIDAY, 1, 2));
        assertEquals(
                List.of(FRIDAY.plusMinutes(15), FRIDAY.plusMinutes(30)), Frequency.MINUTE.following(FRIDAY, 15, 2));
        assertThrows(IllegalArgumentException.class, () -> Frequency.HOUR.following(FRIDAY, 0, 1));
    }

    @Test
    void theMarksOfAFutureInBusinessDaysPassOverTheWeekend() {
        SeriesTable table = new SeriesTable(List.of("a"), List.of(FRIDAY.minusDays(1), FRIDAY), new double[] {1, 2});
        SeriesWindows.Lengths lengths = new SeriesWindows.Lengths(2, 1, 1);
        assertArrayEquals(
                SeriesWindows.future(table, lengths, Frequency.DAY, false, Duration.ofDays(3))
                        .targetMarks(0),
                SeriesWindows.future(table, lengths, Frequency.BUSINESS_DAY, false, 1)
                        .targetMarks(0));
    }
}
