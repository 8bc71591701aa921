package org.paperzoo.zoo.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Fetches single files over HTTP. A file appears under its name only when it is whole: it is written beside, synced and
 * renamed.
 */
final class Downloader {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final int BUFFER_BYTES = 1 << 16;

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * Fetches a file.
     *
     * @throws NoSuchFileException if the server answers that there is none, or that it may not be had
     * @throws IOException if the server cannot be reached or breaks off; nothing is left behind
     */
    void fetch(URI source, String bearerToken, Path target) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(source);
        if (bearerToken != null && !bearerToken.isEmpty()) {
            request.header("Authorization", "Bearer " + bearerToken);
        }
        HttpResponse<InputStream> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching " + source, e);
        } catch (IOException e) {
            throw new UnreachableException(source + ": cannot be reached (" + reason(e) + ")", e);
        }
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new UnreachableException(source + ": the server answers " + response.statusCode(), null);
            }
            write(
                    source,
                    body,
                    response.headers().firstValueAsLong("Content-Length").orElse(-1),
                    target);
        }
    }

    private static void write(URI source, InputStream body, long length, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
        try {
            long written = 0;
            try (OutputStream out = Files.newOutputStream(part)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    out.write(buffer, 0, read);
                    written += read;
                }
            }
            if (length >= 0 && written != length) {
                throw new UnreachableException(
                        source + ": broke off after " + written + " of " + length + " bytes", null);
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
