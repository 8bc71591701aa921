package org.paperzoo.zoo.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.paperzoo.zoo.InvalidInputException;

/** Reads sound from WAV and FLAC files, which are told apart by their first bytes. */
public final class AudioReader {

    private static final int BUFFER = 1 << 16;
    private static final int MARK = 4;

    private AudioReader() {}

    /**
     * Opens a file to be read as a stream, which the caller closes.
     *
     * @throws NoSuchFileException if it is not there
     * @throws InvalidInputException if it is neither format, or its header is broken
     */
    public static AudioStream open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such sound");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": not a file; expected a WAV or FLAC file");
        }
        InputStream input = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            return open(input, file.toString());
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    /**
     * Opens the bytes of a file, which are read as they are needed.
     *
     * @param source what to call it in messages
     */
    public static AudioStream open(InputStream input, String source) throws IOException {
        InputStream marked = input.markSupported() ? input : new BufferedInputStream(input, BUFFER);
        marked.mark(MARK);
        byte[] start = marked.readNBytes(MARK);
        marked.reset();
        if (start.length == MARK) {
            switch (new String(start, StandardCharsets.ISO_8859_1)) {
                case "RIFF", "RF64" -> {
                    return WavStream.open(marked, source);
                }
                case "fLaC" -> {
                    return FlacStream.open(marked, source);
                }
                default -> {
                    // told below
                }
            }
        }
        throw new InvalidInputException(source + ": neither a WAV nor a FLAC file");
    }

    /** Reads a whole file; its channels are averaged. */
    public static Waveform read(Path file) throws IOException {
        try (AudioStream stream = open(file)) {
            return Waveform.of(stream, file.toString());
        }
    }

    /**
     * Reads a whole file at a rate of one's own, resampled as it is read; its channels are averaged.
     *
     * @param rate samples in a second
     */
    public static Waveform read(Path file, int rate) throws IOException {
        try (AudioStream stream = open(file)) {
            AudioStream resampled = stream.rate() == rate ? stream : new ResampledStream(stream, rate);
            return Waveform.of(resampled, file.toString());
        }
    }
}
