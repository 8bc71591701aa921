package org.paperzoo.zoo.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.modality.Classifications;
import ai.djl.util.StringPair;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.task.ClassScores;

class PairClassificationTest {

    @Test
    void aBatchOfPairsScoresAsThePairsAloneAndShowsTheSameBest() throws Exception {
        ModelCard sample = Catalogue.standard().card("sample-summarise");
        ObjectNode configuration = sample.configuration().deepCopy();
        configuration.putArray("architectures").add("BartForSequenceClassification");
        configuration
                .putObject("id2label")
                .put("0", "contradiction")
                .put("1", "neutral")
                .put("2", "entailment");
        ModelCard card = new ModelCard(
                "pairs",
                "t",
                sample.paper(),
                "text-classification",
                "bart",
                null,
                null,
                null,
                null,
                configuration,
                configuration.objectNode().put("tokenizer", "bytes"),
                null,
                null,
                null,
                null);
        List<StringPair> pairs =
                List.of(new StringPair("it rains", "it is wet"), new StringPair("a much longer premise here", "no"));
        try (PaperModel model = PaperModel.untrained(card, LoadOptions.standard(), 1);
                var scores = model.predictor(StringPair.class, ClassScores.class);
                var classes = model.predictor(StringPair.class, Classifications.class)) {
            List<ClassScores> together = scores.batchPredict(pairs);
            for (int i = 0; i < pairs.size(); i++) {
                ClassScores alone = scores.predict(pairs.get(i));
                assertEquals(List.of("contradiction", "neutral", "entailment"), alone.labels());
                assertArrayEquals(alone.logits(), together.get(i).logits(), 1e-5f);
                Classifications shown = classes.predict(pairs.get(i));
                float best = alone.logits()[alone.labels().indexOf(shown.best().getClassName())];
                for (float logit : alone.logits()) {
                    assertEquals(true, best >= logit);
                }
            }
        }
    }
}
