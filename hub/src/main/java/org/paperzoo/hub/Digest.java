package org.paperzoo.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A digest by which a file can be recognised.
 *
 * @param kind how it is computed
 * @param hex its lower-case hexadecimal digits
 */
public record Digest(Kind kind, String hex) {

    private static final int BUFFER_BYTES = 1 << 20;

    /** How a digest is computed. */
    public enum Kind {
        /** SHA-256 of the content. */
        SHA256("SHA-256", 64),
        /** Git's SHA-1 of a blob: of {@code blob <length>\0} and the content. Hubs name small files by it. */
        GIT_BLOB("SHA-1", 40);

        private final String algorithm;
        private final int digits;

        Kind(String algorithm, int digits) {
            this.algorithm = algorithm;
            this.digits = digits;
        }
    }

    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    public Digest {
        if (hex.length() != kind.digits || !HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "a digest of kind " + kind + " has " + kind.digits + " hexadecimal digits, not \"" + hex + "\"");
        }
    }

    /** A SHA-256 from its digits, in either case. */
    public static Digest sha256(String hex) {
        return new Digest(Kind.SHA256, hex.toLowerCase(Locale.ROOT));
    }

    /** The digest that a hub's entity tag is, if it is one: 64 digits are a SHA-256, 40 a Git blob's. */
    static Optional<Digest> ofEntityTag(String tag) {
        String bare = bareTag(tag);
        for (Kind kind : Kind.values()) {
            if (bare.length() == kind.digits && HEX.matcher(bare).matches()) {
                return Optional.of(new Digest(kind, bare));
            }
        }
        return Optional.empty();
    }

    /** An entity tag without the mark of weakness and the quotes. */
    static String bareTag(String tag) {
        String bare = tag == null ? "" : tag.strip();
        if (bare.startsWith("W/")) {
            bare = bare.substring(2);
        }
        return bare.replace("\"", "");
    }

    /** Digest of a file. */
    public static Digest of(Kind kind, Path file) throws IOException {
        MessageDigest digest = begin(kind, Files.size(file));
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return new Digest(kind, HexFormat.of().formatHex(digest.digest()));
    }

    /** The SHA-256 of a text in UTF-8. */
    static Digest of(String text) {
        MessageDigest digest = begin(Kind.SHA256, 0);
        return new Digest(Kind.SHA256, HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static MessageDigest begin(Kind kind, long length) {
        try {
            MessageDigest digest = MessageDigest.getInstance(kind.algorithm);
            if (kind == Kind.GIT_BLOB) {
                digest.update(("blob " + length + "\0").getBytes(StandardCharsets.US_ASCII));
            }
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1 and SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return (kind == Kind.SHA256 ? "sha256:" : "git:") + hex;
    }
}
