package org.paperzoo.evaluation.score;

import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.paperzoo.evaluation.score.table.TableScorers;

/** All that {@code paperzoo score} computes. */
public final class Scorers {

    private static final List<Scorer> ALL = Stream.of(
                    TextScorers.all(),
                    SegmentScorers.all(),
                    SpeechScorers.all(),
                    SummarisationScorers.all(),
                    LanguageScorers.all(),
                    TableScorers.all(),
                    CodeScorers.all(),
                    DetectionScorers.all(),
                    SegmentationScorers.all(),
                    MaskScorers.all(),
                    ImageScorers.all(),
                    GeometryScorers.all())
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Scorer::name))
            .toList();

    private Scorers() {}

    /** All scorers by name. */
    public static List<Scorer> all() {
        return ALL;
    }

    /**
     * The scorer of a name.
     *
     * @throws NoSuchElementException if there is none
     */
    public static Scorer named(String name) {
        return ALL.stream()
                .filter(scorer -> scorer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no metric " + name + "; there are "
                        + String.join(", ", ALL.stream().map(Scorer::name).toList())));
    }
}
