package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class LauncherTest {

    @TempDir
    private Path folder;

    @Test
    void itStartsFromAnyFolderThroughASymbolicLinkWithSpacesInItsPath() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("the zoo"), Launcher.ROOT);
        Path command = Files.createSymbolicLink(folder.resolve("pz"), link.resolve("paperzoo"));
        String list = Launcher.start(folder, command, "list").endedWith(0).output();
        assertTrue(list.startsWith("id "), list);
    }

    @Test
    void aSecondStartBuildsNothing() throws Exception {
        Launcher.paperzoo("list").endedWith(0);
        assertEquals("", Launcher.paperzoo("list").endedWith(0).errors());
    }

    @Test
    void theCataloguesAreReadFromJarsInAFolderWithSpaces() throws Exception {
        Launcher.paperzoo("list").endedWith(0);
        Path jars = Files.createDirectory(folder.resolve("jars of ours"));
        List<String> classPath = new ArrayList<>();
        String written = Files.readString(Launcher.ROOT.resolve("cli/target/paperzoo.classpath"));
        for (String entry : (Launcher.ROOT.resolve("cli/target/paperzoo-cli.jar") + ":" + written.strip()).split(":")) {
            Path jar = Path.of(entry);
            classPath.add((jar.startsWith(Launcher.ROOT) ? Files.copy(jar, jars.resolve(jar.getFileName())) : jar)
                    .toString());
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        for (String command : List.of("list", "datasets", "benchmarks")) {
            Launcher.start(folder, java, "-cp", String.join(":", classPath), "org.paperzoo.cli.Paperzoo", command)
                    .endedWith(0);
        }
    }
}
