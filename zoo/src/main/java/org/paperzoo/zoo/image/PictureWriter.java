package org.paperzoo.zoo.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG files. */
public final class PictureWriter {

    private PictureWriter() {}

    /** Writes a file, whole or not at all; one that is there is replaced. */
    public static void writePng(Picture picture, Path file) throws IOException {
        writePng(picture.toBufferedImage(), file);
    }

    /** Writes an image of Java's own, such as an indexed one, in the same way. */
    public static void writePng(BufferedImage image, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path beside = target.resolveSibling("." + target.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            // Not a temporary file of Java's, which would be readable by its owner only.
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                try (var stream = new MemoryCacheImageOutputStream(Channels.newOutputStream(channel))) {
                    ImageIO.write(image, "png", stream);
                    stream.flush();
                    channel.force(true);
                }
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
