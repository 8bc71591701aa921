package org.paperzoo.datasets.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.hub.Archives;
import org.paperzoo.hub.Hub;
import org.paperzoo.hub.HubSettings;
import org.paperzoo.hub.RemoteFile;
import org.paperzoo.hub.SafePath;

/**
 * Where a data set's files come from: a folder that the user has, or else their official places, through a hub's cache.
 * Data sets whose licence forbids fetching them, or that somebody has to be asked for, say what to fetch and where to put
 * it.
 *
 * <p>Safe for several threads.
 */
public final class DataSource {

    /** Stands between the paths of {@link Remote#in} where an archive lies in an archive. */
    private static final String INSIDE = "!/";

    private final Path folder;
    private final Hub hub;
    private final Hub.Manner manner;

    private DataSource(Path folder, Hub hub, Hub.Manner manner) {
        this.folder = folder;
        this.hub = hub;
        this.manner = manner;
    }

    /** Files of a folder; nothing is fetched. */
    public static DataSource of(Path folder) {
        return new DataSource(folder, null, null);
    }

    /** Files of a folder if there is one, else from where they officially are. */
    public static DataSource of(Path folder, Hub hub, Hub.Manner manner) {
        return new DataSource(folder, hub, manner);
    }

    /** Files from where they officially are, through the cache that the environment names. */
    public static DataSource standard() {
        return new DataSource(null, new Hub(HubSettings.of(System.getenv())), Hub.Manner.STANDARD);
    }

    /** Nothing: only data sets that are generated can be read. */
    public static DataSource none() {
        return new DataSource(null, null, null);
    }

    /** The user's folder (or, for a single table, the file), or null. */
    public Path folder() {
        return folder;
    }

    /**
     * A file of a data set.
     *
     * @param names its possible names, of which the first that is there counts
     * @throws NoSuchFileException if it is not there and cannot be fetched; the message says what to do
     * @throws IOException if it cannot be had, or is not what it should be
     */
    Path file(Dataset dataset, List<String> names) throws IOException {
        if (folder != null) {
            return inFolder(dataset, names);
        }
        for (String name : names) {
            Remote remote = dataset.remote().get(name);
            if (remote != null && hub != null) {
                return fetched(dataset, name, remote);
            }
        }
        throw new NoSuchFileException(names.get(0), null, advice(dataset));
    }

    /** What a user can do to have the files. */
    private static String advice(Dataset dataset) {
        String folder = "--data DIR, a folder that holds " + String.join(", ", dataset.files());
        return dataset.manual() == null
                ? "the data set " + dataset.id() + " is not carried by the project; supply it with " + folder
                        + " (from " + dataset.source() + ")"
                : dataset.id() + " cannot be fetched for you: " + dataset.manual() + "; then pass " + folder + " (from "
                        + dataset.source() + ")";
    }

    private Path inFolder(Dataset dataset, List<String> names) throws NoSuchFileException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
        }
        for (String name : names) {
            if (Files.exists(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        throw new NoSuchFileException(
                folder.resolve(names.get(0)).toString(),
                null,
                "the data set " + dataset.id() + " needs it (from " + dataset.source() + ")"
                        + (dataset.manual() == null ? "" : ": " + dataset.manual()));
    }

    private Path fetched(Dataset dataset, String name, Remote remote) throws IOException {
        RemoteFile file = RemoteFile.parse(remote.from());
        Hub.Present present = hub.bring(remote.sha256() == null ? file : file.withSha256(remote.sha256()), manner);
        if (remote.in() == null) {
            return present.path();
        }
        Path inside = present.path();
        Path folder = hub.settings().cache().resolve("unpacked").resolve(present.sha256());
        for (String path : remote.in().split(INSIDE)) {
            Archives.unpack(inside, folder, Archives.Bounds.STANDARD);
            inside = path.equals(".") ? folder : SafePath.below(folder, path);
            if (!Files.exists(inside)) {
                throw new NoSuchFileException(
                        present.path().toString(),
                        null,
                        "the archive of " + dataset.id() + " does not hold " + remote.in() + ", which is its " + name);
            }
            // An archive in the archive is unpacked beside it.
            folder = inside.resolveSibling(inside.getFileName() + ".unpacked");
        }
        return inside;
    }

    /**
     * Where a file of a data set officially is.
     *
     * @param from the file, or the archive that holds it, in {@link RemoteFile}'s text form
     * @param in path of the file or folder in the archive, {@code .} for all of it, {@code inner.zip!/path} where it lies in
     *     an archive of the archive; null where the file itself is fetched
     * @param sha256 digest of what is fetched; null where it is not known
     */
    public record Remote(String from, String in, String sha256) {

        public Remote {
            RemoteFile file = RemoteFile.parse(from);
            if (in != null && !Archives.isPacked(file.name())) {
                throw new IllegalArgumentException(from + " is no archive by its name; nothing can be in it");
            }
        }
    }
}
