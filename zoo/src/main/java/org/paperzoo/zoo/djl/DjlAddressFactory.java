package org.paperzoo.zoo.djl;

import ai.djl.repository.MRL;
import ai.djl.repository.RemoteRepository;
import ai.djl.repository.Repository;
import ai.djl.repository.RepositoryFactory;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import com.google.auto.service.AutoService;
import java.net.URI;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code djl://org.paperzoo/ID}. DJL's own factory for this scheme sends every group to its one server, and a
 * service replaces it for the whole scheme, so addresses of other groups are resolved here as DJL's does it
 * (ai.djl.repository.RepositoryFactoryImpl, 0.36.0).
 */
@AutoService(RepositoryFactory.class)
public final class DjlAddressFactory implements RepositoryFactory {

    /** {@code artifact[/version[/name]]}. */
    private static final Pattern ARTIFACT = Pattern.compile("(.+)/([\\d.]+)(/(.*))?");

    private static final String DJL_SERVER = "https://mlrepo.djl.ai/";

    @Override
    public Repository newInstance(String name, URI uri) {
        String group = uri.getHost();
        String artifact = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/+", "");
        if (group == null || artifact.isEmpty()) {
            throw new IllegalArgumentException("Invalid djl URL: " + uri + "; expected djl://GROUP/MODEL");
        }
        String version = null;
        String artifactName = null;
        Matcher matcher = ARTIFACT.matcher(artifact);
        if (matcher.matches()) {
            artifact = matcher.group(1);
            version = matcher.group(2);
            artifactName = matcher.group(4);
        }
        if (group.equals(PaperZoo.GROUP)) {
            return CardRepositoryFactory.repository(artifact, uri);
        }
        ModelZoo zoo = ModelZoo.getModelZoo(group);
        if (zoo == null) {
            throw new IllegalArgumentException("ModelZoo not found in classpath: " + group);
        }
        ModelLoader loader = zoo.getModelLoader(artifact);
        if (loader == null) {
            throw new IllegalArgumentException("Invalid djl URL: " + uri + "; " + group + " has no model " + artifact);
        }
        String query = uri.getQuery() == null ? "" : "?" + uri.getQuery();
        RemoteRepository repository = new RemoteRepository(name, URI.create(DJL_SERVER + query));
        MRL mrl = repository.model(loader.getApplication(), group, artifact, version, artifactName);
        repository.addResource(mrl);
        return repository;
    }

    @Override
    public Set<String> getSupportedScheme() {
        return Set.of("djl");
    }
}
