package org.paperzoo.leaderboard.comparison;

import java.util.ArrayList;
import java.util.List;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.Provenance;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.catalogue.ModelCard.ReportedResult;

/** What is known to be different between the measurement of a paper and one of ours. */
final class ProtocolDifferences {

    private ProtocolDifferences() {}

    static List<String> of(Result result, ModelCard card, ReportedResult reported) {
        List<String> differences = new ArrayList<>();
        if (reported.protocol() != null) {
            differences.add("the paper's: " + reported.protocol());
        }
        if (!result.complete()) {
            differences.add("ours measured the first " + result.examples() + " examples only");
        }
        Provenance provenance = result.provenance();
        if (provenance.precision() != null && !provenance.precision().equals("fp32")) {
            differences.add("ours computed in " + provenance.precision());
        }
        if (provenance.artifact() != null) {
            differences.add("ours ran ready-made graphs, " + provenance.artifact());
        }
        if (card.released().isEmpty()) {
            differences.add("the authors released no weights: ours were trained with the authors' settings");
        } else if (!card.checkpoint().weights().contains(provenance.weights())) {
            differences.add("ours ran the weights " + provenance.weights() + ", not those that the card names");
        }
        return differences;
    }
}
