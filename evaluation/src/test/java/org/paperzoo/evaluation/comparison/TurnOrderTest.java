package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnOrderTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void eachRoundHoldsEveryContenderOnce(int contenders) {
        TurnOrder order = new TurnOrder(contenders);
        for (int round = 0; round < 3 * order.period(); round++) {
            int[] sorted = order.round(round);
            Arrays.sort(sorted);
            assertArrayEquals(IntStream.range(0, contenders).toArray(), sorted);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void eachContenderFollowsEachOtherAndTakesEachPlaceEquallyOften(int contenders) {
        TurnOrder order = new TurnOrder(contenders);
        int[][] follows = new int[contenders][contenders];
        int[][] places = new int[contenders][contenders];
        for (int round = 0; round < order.period(); round++) {
            int[] turns = order.round(round);
            for (int place = 0; place < contenders; place++) {
                places[turns[place]][place]++;
                if (place > 0) {
                    follows[turns[place]][turns[place - 1]]++;
                }
            }
        }
        int times = order.period() / contenders;
        for (int contender = 0; contender < contenders; contender++) {
            for (int other = 0; other < contenders; other++) {
                assertEquals(times, places[contender][other]);
                assertEquals(contender == other ? 0 : times, follows[contender][other]);
            }
        }
    }
}
