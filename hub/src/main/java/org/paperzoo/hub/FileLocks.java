package org.paperzoo.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Locks on places of the cache: between threads of this process, and between processes. */
final class FileLocks {

    /** Locks of files hold for a whole process: within it, threads lock each other out by these. */
    private static final Map<Path, ReentrantLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

    private FileLocks() {}

    /** Something done under a lock. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Waits for the lock on a place and does something under it. */
    static <T> T holding(Path place, Work<T> work) throws IOException {
        Path lockFile = place.toAbsolutePath().normalize().resolveSibling("." + place.getFileName() + ".lock");
        Files.createDirectories(lockFile.getParent());
        ReentrantLock own = OF_THIS_PROCESS.computeIfAbsent(lockFile, path -> new ReentrantLock());
        own.lock();
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.lock();
            try {
                return work.run();
            } finally {
                lock.release();
            }
        } finally {
            own.unlock();
        }
    }
}
