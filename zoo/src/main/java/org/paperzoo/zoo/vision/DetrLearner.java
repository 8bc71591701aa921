package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.training.Learner;
import org.paperzoo.zoo.vision.Detr.Encoded;
import org.paperzoo.zoo.vision.Detr.Proposals;

/**
 * A DETR that learns its set loss over every decoder layer (the paper's auxiliary losses). A batch holds pixels
 * {@code [B, 3, H, W]}, classes {@code [B, N]} (int64, -1 behind a picture's last object), boxes {@code [B, N, 4]} (centre x,
 * centre y, width, height, as parts of the picture without its padding), and the padding mask {@code [B, H, W]} (not 0 where
 * padded) unless all pictures are of one size.
 *
 * @param network the detector
 * @param loss how proposals are compared with objects
 * @param placeWeight weight of the same loss of the encoder's places, read by the decoder's heads; 0 in the paper, whose
 *     backbone knew objects before. A backbone that begins from nothing learns from it directly, before the decoder looks at
 *     the right places
 */
public record DetrLearner(Detr network, DetrSetLoss loss, float placeWeight) implements Learner {

    public DetrLearner {
        if (!(placeWeight >= 0) || Float.isInfinite(placeWeight)) {
            throw new IllegalArgumentException(
                    "a weight of the places' loss of " + placeWeight + "; expected a number of at least 0");
        }
    }

    @Override
    public NDArray loss(Pass pass, NDList batch, long seed) {
        if (batch.size() < 3 || batch.size() > 4) {
            throw new IllegalArgumentException(
                    "a batch holds pixels, classes, boxes and perhaps a mask; it holds " + batch.size() + " arrays");
        }
        DetectionTargets targets = DetectionTargets.of(
                batch.get(1), batch.get(2), network.settings().classes());
        NDArray mask = batch.size() == 4 ? batch.get(3) : null;
        network.checkInputs(mask == null ? new NDList(batch.head()) : new NDList(batch.head(), mask));
        return pass.scoped(() -> {
            Encoded encoded = network.encode(pass, batch.head(), mask);
            NDList logits = new NDList();
            NDList boxes = new NDList();
            for (NDArray states : network.decode(pass, encoded, true)) {
                Proposals proposals = network.propose(pass, states);
                logits.add(proposals.logits());
                boxes.add(proposals.boxes());
            }
            NDArray ofSets = loss.of(pass, logits, boxes, targets);
            if (placeWeight == 0) {
                return ofSets;
            }
            Proposals places = network.propose(pass, encoded.memory());
            PlaceGrid grid = new PlaceGrid(encoded.projected().getShape(), encoded.padding());
            return ofSets.add(
                    pass.scale(loss.ofPlaces(pass, places.logits(), places.boxes(), grid, targets), placeWeight));
        });
    }
}
