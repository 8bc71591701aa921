package org.paperzoo.datasets.text;

import org.paperzoo.datasets.SeededRandom;
import org.paperzoo.datasets.Split;

/**
 * The data sets {@code sample-translate} and {@code sample-summarise}, generated from a seed: methods of a Java-like language
 * with their translation to a C#-like one, or with a sentence that says what they do. A synchronous grammar of two dozen
 * kinds of methods, with conditions, values, three kinds of loops, guards and modifiers, writes both sides at once: types,
 * properties, element access, loops, exceptions, the library's names and the order of modifiers differ, so that copying the
 * source does not translate it. Names say nothing of what a method does, so that a summary must read its body.
 *
 * <p>To which split a method belongs is decided by its text: no method of one split is in another. Example {@code i} of a
 * split depends on the seed, the split and {@code i} alone; a method may occur twice in a split, which is rare.
 */
public final class SampleMethods implements TextPairs {

    /** What the source is turned into. */
    public enum Target {
        TRANSLATION,
        SUMMARY
    }

    /** Examples in the training split. */
    public static final int TRAIN = 40_000;

    /** Examples in the validation split. */
    public static final int VALIDATION = 500;

    /** Examples in the test split. */
    public static final int TEST = 500;

    /** Of this many parts of all methods one is for validation, one for testing, and the rest for training. */
    private static final int PARTS = 20;

    private final Target target;
    private final long seed;
    private final Split split;
    private int position;

    private SampleMethods(Target target, Split split, long seed) {
        this.target = target;
        this.split = split;
        this.seed = seed;
    }

    /**
     * Opens a split.
     *
     * @param split {@code train}, {@code val} (or {@code validation}) or {@code test}
     */
    public static SampleMethods open(Target target, String split, long seed) {
        return new SampleMethods(target, Split.named(split), seed);
    }

    @Override
    public long size() {
        return switch (split) {
            case TRAIN -> TRAIN;
            case VALIDATION -> VALIDATION;
            case TEST -> TEST;
        };
    }

    @Override
    public TextPair next() {
        return position == size() ? null : example(position++);
    }

    /** An example by its place in the split. */
    public TextPair example(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("method " + index + " of " + size());
        }
        SeededRandom random = SeededRandom.of(seed, ((long) split.ordinal() << 40) + index);
        while (true) {
            MethodDraft draft = draft(random);
            PairedCode code = draft.code();
            if (splitOf(code.java()) == split) {
                return new TextPair(
                        Integer.toString(index),
                        code.java(),
                        target == Target.TRANSLATION ? code.sharp() : draft.sentence());
            }
        }
    }

    private static MethodDraft draft(SeededRandom random) {
        MethodDraft draft = new MethodDraft(random);
        switch (random.below(3)) {
            case 0 -> SequenceMethods.write(draft);
            case 1 -> TextMethods.write(draft);
            default -> ObjectMethods.write(draft);
        }
        return draft;
    }

    /** The split of a method: by the hash that the language specification defines for strings, mixed. */
    private static Split splitOf(String source) {
        long mixed = new SeededRandom(source.hashCode()).nextLong();
        int part = (int) Long.remainderUnsigned(mixed, PARTS);
        return part == 0 ? Split.VALIDATION : part == 1 ? Split.TEST : Split.TRAIN;
    }
}
