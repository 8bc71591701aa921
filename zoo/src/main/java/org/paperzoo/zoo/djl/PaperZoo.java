package org.paperzoo.zoo.djl;

import ai.djl.repository.zoo.ModelZoo;
import java.net.URI;
import java.util.Set;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;

/** The zoo as DJL lists it: every model of the catalogue under the group {@code org.paperzoo}. */
final class PaperZoo extends ModelZoo {

    static final String GROUP = "org.paperzoo";

    PaperZoo() {
        for (ModelCard card : Catalogue.standard().cards()) {
            addModel(new CardRepository(card.id(), URI.create(CardRepository.SCHEME + "://" + card.id())).resource());
        }
    }

    @Override
    public String getGroupId() {
        return GROUP;
    }

    @Override
    public Set<String> getSupportedEngines() {
        return Set.of("PyTorch");
    }
}
