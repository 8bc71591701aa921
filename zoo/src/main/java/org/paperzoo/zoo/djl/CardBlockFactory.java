package org.paperzoo.zoo.djl;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.paperzoo.zoo.model.PaperModel;

/** Makes the block that DJL puts into a model of the zoo, weights included. */
public final class CardBlockFactory implements BlockFactory {

    private static final long serialVersionUID = 1;

    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) throws IOException {
        CardArguments card = CardArguments.of(arguments);
        return PaperModel.block(model, card.card(), card.options());
    }
}
