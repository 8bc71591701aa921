package org.paperzoo.zoo.djl;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;
import com.google.auto.service.AutoService;

/** Through which DJL finds the zoo on the class path. */
@AutoService(ZooProvider.class)
public final class PaperZooProvider implements ZooProvider {

    @Override
    public ModelZoo getModelZoo() {
        return new PaperZoo();
    }
}
