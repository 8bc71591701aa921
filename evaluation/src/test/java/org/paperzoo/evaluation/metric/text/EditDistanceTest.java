package org.paperzoo.evaluation.metric.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditDistanceTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 63, 64, 65, 130, 400})
    void distancesAreThoseOfTheTable(int longest) {
        Random random = new Random(longest);
        EditDistance distance = new EditDistance();
        for (int round = 0; round < 60; round++) {
            int symbols = 1 + random.nextInt(20);
            int[] first = random.ints(random.nextInt(longest + 1), 0, symbols).toArray();
            int[] second = random.ints(random.nextInt(longest + 1), 0, symbols).toArray();
            int[] column = column(first, second);
            assertEquals(column[first.length], distance.of(first, second, symbols));
            assertArrayEquals(column, distance.ofStarts(first, second, symbols));
        }
    }

    /** The distances of all starts of the first sequence to the second, by the definition. */
    private static int[] column(int[] first, int[] second) {
        int[] column = new int[first.length + 1];
        Arrays.setAll(column, i -> i);
        for (int symbol : second) {
            int diagonal = column[0]++;
            for (int i = 1; i <= first.length; i++) {
                int matched = diagonal + (first[i - 1] == symbol ? 0 : 1);
                diagonal = column[i];
                column[i] = Math.min(matched, 1 + Math.min(column[i], column[i - 1]));
            }
        }
        return column;
    }

    @Test
    void halvedSequencesHaveAsManyEdits() {
        Random random = new Random(8);
        int[] reference = random.ints(3000, 0, 50).toArray();
        int[] hypothesis = random.ints(2600, 0, 50).toArray();
        EditCounts counts = new EditAlignment().align(reference, hypothesis, 50);
        assertEquals(
                new EditDistance().of(reference, hypothesis, 50),
                counts.substitutions() + counts.insertions() + counts.deletions());
        assertEquals(3000, counts.hits() + counts.substitutions() + counts.deletions());
        assertEquals(2600, counts.hits() + counts.substitutions() + counts.insertions());
    }

    @Test
    void theBeamFindsTheDistanceWhereItHoldsAllAlignments() {
        Random random = new Random(4);
        EditDistance exact = new EditDistance();
        BeamEditDistance beam = new BeamEditDistance();
        int held = 0;
        for (int round = 0; round < 3000; round++) {
            int[] reference = random.ints(1 + random.nextInt(120), 0, 8).toArray();
            int[] hypothesis = Arrays.copyOf(reference, 1 + random.nextInt(2 * reference.length));
            for (int change = random.nextInt(1 + hypothesis.length); change > 0; change--) {
                hypothesis[random.nextInt(hypothesis.length)] = random.nextInt(8);
            }
            int distance = exact.of(hypothesis, reference, 8);
            if (BeamEditDistance.holds(distance, hypothesis.length, reference.length)) {
                held++;
                assertEquals(distance, beam.distance(hypothesis, reference));
            }
        }
        assertEquals(true, held > 500, held + " held");
    }
}
