package org.paperzoo.datasets.sound;

import java.nio.file.Path;

/**
 * A recording, not yet decoded, and what is said in it.
 *
 * @param id unique in its data set
 * @param audio FLAC or WAV
 * @param text the transcript, or the one word or class
 */
public record Recording(String id, Path audio, String text) {}
