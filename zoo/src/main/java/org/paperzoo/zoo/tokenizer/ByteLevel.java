package org.paperzoo.zoo.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GPT-2's view of text (Radford et al. 2019, section 2.2; reference: {@code encoder.py}), which RoBERTa, BART and CodeT5
 * share: text falls into words by a pattern, and every byte of a word's UTF-8 form is written as one visible character.
 */
final class ByteLevel {

    /** A word takes the space before it; contractions, letters, digits, other characters and spaces are apart. */
    private static final Pattern WORD = Pattern.compile(
            "'(?:s|t|re|ve|m|ll|d)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final int BYTES = 256;

    private static final char[] CHARACTERS = characters();

    private ByteLevel() {}

    /** Hands on the words of a text in turn, each with a character for each of its bytes. */
    static void words(String text, Consumer<String> consumer) {
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            consumer.accept(spelled(matcher.group()));
        }
    }

    /** The characters that stand for bytes, in the order of their code points. */
    static List<String> alphabet() {
        List<String> alphabet = new ArrayList<>(BYTES);
        for (char character : CHARACTERS) {
            alphabet.add(String.valueOf(character));
        }
        alphabet.sort(null);
        return alphabet;
    }

    private static String spelled(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        char[] spelled = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            spelled[i] = CHARACTERS[bytes[i] & 0xff];
        }
        return new String(spelled);
    }

    /** Visible characters of Latin-1 stand for themselves; the other bytes follow from 256 on, in their order. */
    private static char[] characters() {
        char[] characters = new char[BYTES];
        char next = BYTES;
        for (int value = 0; value < BYTES; value++) {
            boolean visible = value > ' ' && value < 0x7f || value > 0xa0 && value != 0xad;
            characters[value] = visible ? (char) value : next++;
        }
        return characters;
    }
}
