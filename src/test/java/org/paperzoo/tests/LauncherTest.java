package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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
}
