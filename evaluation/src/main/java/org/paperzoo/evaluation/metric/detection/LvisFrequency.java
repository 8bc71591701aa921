package org.paperzoo.evaluation.metric.detection;

/** How many pictures of LVIS's training set show a category. */
public enum LvisFrequency {
    /** Fewer than ten. */
    RARE("r"),
    /** Ten to a hundred. */
    COMMON("c"),
    /** More than a hundred. */
    FREQUENT("f");

    private final String letter;

    LvisFrequency(String letter) {
        this.letter = letter;
    }

    /** The letter that stands for it in LVIS's files and in the names of figures. */
    public String letter() {
        return letter;
    }

    /**
     * The frequency that a letter stands for.
     *
     * @throws IllegalArgumentException if it stands for none
     */
    public static LvisFrequency of(String letter) {
        for (LvisFrequency frequency : values()) {
            if (frequency.letter.equals(letter)) {
                return frequency;
            }
        }
        throw new IllegalArgumentException("the frequency \"" + letter + "\" is none of r, c and f");
    }
}
