package org.paperzoo.zoo.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFolderTest {

    @TempDir
    private Path parent;

    @Test
    void foldersThatTakeOnePlaceAtOnceAllSucceedAndOneStays() throws Exception {
        Path place = parent.resolve("shared");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 250; i++) {
                        try (StagedFolder staged = StagedFolder.of(place)) {
                            Files.writeString(staged.path().resolve("one"), "1");
                            Files.writeString(staged.path().resolve("two"), "2");
                            staged.takePlace();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> files = Files.list(parent)) {
            assertEquals(List.of(place), files.toList());
        }
        assertEquals("1", Files.readString(place.resolve("one")));
        assertEquals("2", Files.readString(place.resolve("two")));
    }

    @Test
    void aFileInThePlaceIsRefused() throws Exception {
        Path place = Files.writeString(parent.resolve("file"), "mine");
        assertThrows(NotDirectoryException.class, () -> StagedFolder.of(place));
        assertEquals("mine", Files.readString(place));
    }
}
