package org.paperzoo.zoo.djl;

import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.util.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.task.Task;

/**
 * One model card as a DJL repository: what {@code paperzoo://ID} names. DJL's loading then calls {@link CardBlockFactory}
 * and {@link CardTranslatorFactory}, which the artifact names. Query parameters of the URL become arguments:
 * {@code paperzoo://codet5-base?weights=/models/codet5&amp;engine=OnnxRuntime}.
 */
final class CardRepository extends AbstractRepository {

    static final String SCHEME = "paperzoo";

    private static final String VERSION = "0.1.0";

    private final String id;

    CardRepository(String id, URI uri) {
        super(SCHEME, uri);
        this.id = id;
    }

    /** The one resource: the model. */
    MRL resource() {
        ModelCard card = Catalogue.standard().card(id);
        return model(Task.named(card.task()).application(), PaperZoo.GROUP, id, VERSION);
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Metadata locate(MRL mrl) {
        Artifact artifact = new CardArtifact();
        artifact.setName(id);
        artifact.setVersion(VERSION);
        artifact.setFiles(new LinkedHashMap<>());
        artifact.setProperties(Map.of("id", id));
        Map<String, Object> factories = new HashMap<>(arguments);
        factories.put("blockFactory", CardBlockFactory.class.getName());
        factories.put("translatorFactory", CardTranslatorFactory.class.getName());
        factories.put(CardArguments.ID, id);
        artifact.setArguments(factories);
        // The block comes with its weights: DJL must not look for a parameter file of its own.
        artifact.setOptions(new HashMap<>(Map.of("hasParameter", "false")));
        Metadata metadata = new Metadata();
        metadata.setGroupId(PaperZoo.GROUP);
        metadata.setArtifactId(id);
        metadata.setMetadataVersion("0.2");
        metadata.setName(id);
        metadata.setArtifacts(List.of(artifact));
        metadata.setRepositoryUri(mrl.toURI());
        return metadata;
    }

    @Override
    public Artifact resolve(MRL mrl, Map<String, String> filter) {
        Artifact artifact = locate(mrl).getArtifacts().get(0);
        return filter == null || artifact.hasProperties(filter) ? artifact : null;
    }

    /** Nothing to do: the files are brought when the block is made, since arguments say which. */
    @Override
    public void prepare(Artifact artifact, Progress progress) {}

    /** Not where the model's files are (arguments may name others), but a folder that exists. */
    @Override
    public Path getResourceDirectory(Artifact artifact) throws IOException {
        return getCacheDirectory();
    }

    @Override
    public List<MRL> getResources() {
        return List.of(resource());
    }

    @Override
    public void addResource(MRL mrl) {
        throw new UnsupportedOperationException(SCHEME + "://" + id + " holds one model");
    }
}
