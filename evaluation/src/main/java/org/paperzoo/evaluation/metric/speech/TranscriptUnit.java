package org.paperzoo.evaluation.metric.speech;

/** What errors of transcripts are counted in. */
public enum TranscriptUnit {
    /** Words as jiwer 4.0.0 cuts them: at blanks only, so that a tab or a no-break space by itself joins. */
    JIWER_WORDS("wer-jiwer", "WER", "jiwer 4.0.0", true, true),
    /** Characters as jiwer 4.0.0 has them: code points, blanks too, without outer spaces. */
    JIWER_CHARACTERS("cer-jiwer", "CER", "jiwer 4.0.0", false, true),
    /** Words as torchmetrics cuts them: at any spaces. */
    TORCHMETRICS_WORDS("wer-torchmetrics", "WER", "torchmetrics dab0333", true, false),
    /** Characters as torchmetrics has them: code points, all spaces too. */
    TORCHMETRICS_CHARACTERS("cer-torchmetrics", "CER", "torchmetrics dab0333", false, false);

    private final String id;
    private final String title;
    private final String reference;
    private final boolean words;
    private final boolean aligned;

    TranscriptUnit(String id, String title, String reference, boolean words, boolean aligned) {
        this.id = id;
        this.title = title;
        this.reference = reference;
        this.words = words;
        this.aligned = aligned;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    String reference() {
        return reference;
    }

    boolean isWords() {
        return words;
    }

    /** Whether match error rate and word information come from an alignment, or else from lengths. */
    boolean isAligned() {
        return aligned;
    }
}
