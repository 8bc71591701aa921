package org.paperzoo.zoo.architecture;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The architectures on the class path, found through {@link ServiceLoader}. */
public final class Architectures {

    private static final Map<String, Architecture> BY_SLUG = load();

    private Architectures() {}

    /** All architectures in the order of their slugs. */
    public static Collection<Architecture> all() {
        return BY_SLUG.values();
    }

    /**
     * Finds an architecture.
     *
     * @throws NoSuchElementException if there is none of that slug; the message lists those there are
     */
    public static Architecture named(String slug) {
        Architecture architecture = BY_SLUG.get(slug);
        if (architecture == null) {
            throw new NoSuchElementException(
                    "no architecture " + slug + "; there are " + String.join(", ", BY_SLUG.keySet()));
        }
        return architecture;
    }

    private static Map<String, Architecture> load() {
        Map<String, Architecture> bySlug = new TreeMap<>();
        for (Architecture architecture : ServiceLoader.load(Architecture.class, Architectures.class.getClassLoader())) {
            Architecture other = bySlug.put(architecture.slug(), architecture);
            if (other != null) {
                throw new IllegalStateException("two architectures are named " + architecture.slug() + ": "
                        + other.getClass().getName() + " and "
                        + architecture.getClass().getName());
            }
        }
        return Collections.unmodifiableMap(bySlug);
    }
}
