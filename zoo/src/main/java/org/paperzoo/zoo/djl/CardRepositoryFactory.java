package org.paperzoo.zoo.djl;

import ai.djl.repository.Repository;
import ai.djl.repository.RepositoryFactory;
import com.google.auto.service.AutoService;
import java.net.URI;
import java.util.NoSuchElementException;
import java.util.Set;
import org.paperzoo.zoo.catalogue.Catalogue;

/** Resolves {@code paperzoo://ID} for {@code Criteria.optModelUrls}. */
@AutoService(RepositoryFactory.class)
public final class CardRepositoryFactory implements RepositoryFactory {

    @Override
    public Repository newInstance(String name, URI uri) {
        return repository(uri.getAuthority() == null ? "" : uri.getAuthority(), uri);
    }

    /** The repository of a model, or a refusal that names the nearest IDs. */
    static Repository repository(String id, URI uri) {
        if (!Catalogue.standard().contains(id)) {
            try {
                Catalogue.standard().card(id);
            } catch (NoSuchElementException e) {
                // DJL expects this type of a repository factory for a malformed address.
                throw new IllegalArgumentException(uri + ": " + e.getMessage(), e);
            }
        }
        return new CardRepository(id, uri);
    }

    @Override
    public Set<String> getSupportedScheme() {
        return Set.of(CardRepository.SCHEME);
    }
}
