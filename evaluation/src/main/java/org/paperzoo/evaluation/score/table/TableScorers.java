package org.paperzoo.evaluation.score.table;

import java.util.List;
import java.util.stream.Stream;
import org.paperzoo.evaluation.score.Scorer;

/** All scorers of tables, rankings and moments. */
public final class TableScorers {

    private TableScorers() {}

    /** The scorers, in no particular order. */
    public static List<Scorer> all() {
        return Stream.of(
                        LabelScorers.all(),
                        ClassScorers.all(),
                        MultilabelScorers.all(),
                        NumberScorers.all(),
                        RankingScorers.all(),
                        AnswerScorers.all(),
                        MomentScorers.all())
                .flatMap(List::stream)
                .toList();
    }
}
