package org.paperzoo.hub;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Relative paths that come from outside and must stay below the folder that they are put in. */
public final class SafePath {

    /** Names that some systems take for devices. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private SafePath() {}

    /**
     * Refuses a path that could leave its folder.
     *
     * @param where what it was found in, for the message
     */
    public static void check(String where, String path) {
        if (!isSafe(path)) {
            throw new IllegalArgumentException(where + ": the path \"" + path + "\" may leave its folder");
        }
    }

    /** Whether a path stays below the folder it is put in, on every system. */
    public static boolean isSafe(String path) {
        if (path.isEmpty() || path.startsWith("/") || path.indexOf('\\') >= 0 || path.indexOf(':') >= 0) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            boolean special = part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || DEVICES.contains(part.toLowerCase(Locale.ROOT));
            if (special || part.chars().anyMatch(Character::isISOControl)) {
                return false;
            }
        }
        return true;
    }

    /** Puts a checked path below a folder. */
    public static Path below(Path folder, String path) {
        check(folder.toString(), path);
        return folder.resolve(path);
    }
}
