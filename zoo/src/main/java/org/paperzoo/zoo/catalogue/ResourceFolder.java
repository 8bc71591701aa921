package org.paperzoo.zoo.catalogue;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The files of a folder among the resources of the class path, wherever it comes from: a folder or jars. */
public final class ResourceFolder {

    private ResourceFolder() {}

    /**
     * Visits every file with an ending in all folders of that name on the class path, in the order of their names.
     *
     * @param folder such as {@code catalog}
     * @param ending such as {@code .json}
     */
    public static void visit(String folder, String ending, Visitor visitor) throws IOException {
        for (URL url : Collections.list(ResourceFolder.class.getClassLoader().getResources(folder))) {
            if (url.getProtocol().equals("jar")) {
                URI archive =
                        URI.create(url.toString().substring(0, url.toString().indexOf("!/")));
                try (FileSystem files =
                        FileSystems.newFileSystem(Path.of(URI.create(archive.getRawSchemeSpecificPart())))) {
                    visitBelow(files.getPath("/" + folder), ending, visitor);
                }
            } else {
                try {
                    visitBelow(Path.of(url.toURI()), ending, visitor);
                } catch (URISyntaxException e) {
                    throw new IOException("no folder at " + url, e);
                }
            }
        }
    }

    private static void visitBelow(Path folder, String ending, Visitor visitor) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().endsWith(ending)).forEach(found::add);
        }
        Collections.sort(found);
        for (Path file : found) {
            visitor.visit(file);
        }
    }

    /** Takes one file; it may lie in an archive that is closed afterwards. */
    public interface Visitor {
        void visit(Path file) throws IOException;
    }
}
