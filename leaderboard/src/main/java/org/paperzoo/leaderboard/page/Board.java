package org.paperzoo.leaderboard.page;

import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.leaderboard.store.ContentAddress;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.catalogue.Catalogue;

/**
 * The pages of a store by their paths, which are the same on disk and from the server: {@code index.html},
 * {@code benchmark/ID.html}, {@code model/ID.html}, {@code run/ADDRESS.html}, {@code run/ADDRESS/examples-N.html},
 * {@code run/ADDRESS/PICTURE} and {@code assets/NAME}. A path that is none of these is no page, whatever else it holds.
 */
public final class Board {

    private static final Pattern LIST = Pattern.compile("(benchmark|model)/([A-Za-z0-9][A-Za-z0-9._-]{0,199})\\.html");
    private static final Pattern RUN = Pattern.compile("run/([0-9a-f]{64})\\.html");
    private static final Pattern EXAMPLES = Pattern.compile("run/([0-9a-f]{64})/examples-([0-9]{1,6})\\.html");
    private static final Pattern PICTURE = Pattern.compile("run/([0-9a-f]{64})/([A-Za-z0-9_-]{1,100}\\.(?:jpg|png))");
    private static final String ASSETS = "assets/";

    private final ResultStore store;
    private final Catalogue catalogue;
    private final Scope scope;
    private final boolean onDisk;

    /** The pages of a store, to be served or, as they then carry what a server would say, to be opened from disk. */
    public Board(ResultStore store, Catalogue catalogue, Scope scope, boolean onDisk) {
        this.store = store;
        this.scope = scope;
        this.catalogue = catalogue;
        this.onDisk = onDisk;
    }

    /** The security policy under which the pages work. */
    public static String securityPolicy() {
        return Layout.POLICY;
    }

    /** Renders the page of a path. */
    public Optional<PageFile> page(String path) throws IOException {
        return page(path, null);
    }

    /**
     * Renders the page of a path.
     *
     * @param after the address behind which rows begin, or null
     * @return nothing where there is no such page
     */
    public Optional<PageFile> page(String path, String after) throws IOException {
        if (path.isEmpty() || path.equals("index.html")) {
            return Optional.of(OverviewPage.render(store, scope, layout("")));
        }
        if (path.startsWith(ASSETS)) {
            return Assets.find(path.substring(ASSETS.length()));
        }
        Matcher list = LIST.matcher(path);
        if (list.matches()) {
            String behind = ContentAddress.isOne(after) ? after : null;
            return list.group(1).equals("model")
                    ? ModelPage.render(store, scope, list.group(2), behind, layout("../"), catalogue)
                    : BenchmarkPage.render(store, scope, list.group(2), behind, layout("../"), catalogue);
        }
        return ofRun(path);
    }

    private Optional<PageFile> ofRun(String path) throws IOException {
        Matcher run = RUN.matcher(path);
        if (run.matches()) {
            Optional<StoredResult> found = find(run.group(1));
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(RunPage.render(store, found.get(), layout("../"), catalogue));
        }
        Matcher picture = PICTURE.matcher(path);
        if (picture.matches()) {
            return store.picture(picture.group(1), picture.group(2))
                    .map(bytes -> PageFile.named(picture.group(2), bytes));
        }
        Matcher page = EXAMPLES.matcher(path);
        if (page.matches()) {
            Optional<StoredResult> found = find(page.group(1));
            Optional<KeptExamples> kept = store.examples(page.group(1));
            return found.isEmpty() || kept.isEmpty()
                    ? Optional.empty()
                    : ExamplesPage.render(
                            found.get(), kept.get().examples(), Integer.parseInt(page.group(2)), layout("../../"));
        }
        return Optional.empty();
    }

    private Optional<StoredResult> find(String address) throws IOException {
        try {
            return Optional.of(store.find(address));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private Layout layout(String root) {
        return new Layout(root, onDisk);
    }
}
