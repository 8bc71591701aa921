package org.paperzoo.zoo.timeseries;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.Activation;

/**
 * What an Informer is built from, under the argument names of the authors' classes ({@code models/model.py}), with
 * {@code stack} for {@code InformerStack}. Keys that the authors' command gives a default have it here.
 *
 * @param encoderChannels series that the encoder reads ({@code enc_in})
 * @param decoderChannels series that the decoder reads ({@code dec_in})
 * @param outputChannels series forecast ({@code c_out})
 * @param inputLength observed steps ({@code seq_len})
 * @param startLength observed steps that start the decoder ({@code label_len}), at most {@code inputLength}
 * @param forecastLength steps forecast ({@code out_len})
 * @param sparse ProbSparse attention ({@code attn} is {@code prob}) rather than full attention
 * @param factor keys sampled and queries kept are this times ⌈ln length⌉
 * @param width width of the model ({@code d_model}), even
 * @param heads attention heads; each is {@code width / heads} wide, rounded down
 * @param encoders layers of each encoder: one encoder, or one for each input length of the stack
 * @param stacked whether this is {@code InformerStack}
 * @param decoderLayers layers of the decoder
 * @param feedForward inner width of the feed-forward parts ({@code d_ff})
 * @param dropout dropout rate
 * @param marks how time marks are embedded ({@code embed})
 * @param frequency sampling frequency: a letter of {@link #FEATURES}
 * @param activation of the feed-forward parts
 * @param distilling whether encoder layers are followed by convolutions that halve the length ({@code distil})
 * @param mixing whether the decoder's self-attention scrambles time and heads ({@code mix})
 */
public record InformerSettings(
        int encoderChannels,
        int decoderChannels,
        int outputChannels,
        int inputLength,
        int startLength,
        int forecastLength,
        boolean sparse,
        int factor,
        int width,
        int heads,
        List<Integer> encoders,
        boolean stacked,
        int decoderLayers,
        int feedForward,
        float dropout,
        Marks marks,
        String frequency,
        Activation activation,
        boolean distilling,
        boolean mixing) {

    /** Number of scaled time features for each frequency (reference: {@code TimeFeatureEmbedding}). */
    public static final Map<String, Integer> FEATURES =
            Map.of("h", 4, "t", 5, "s", 6, "m", 1, "a", 1, "w", 2, "d", 3, "b", 3);

    /** The reference's position table has this many rows ({@code PositionalEmbedding}). */
    public static final int LONGEST = 5000;

    /** How time marks are embedded. */
    public enum Marks {
        /** A linear map of scaled features. */
        SCALED,
        /** The sum of sinusoid tables looked up by month, day, weekday, hour and, for minutes, quarter of the hour. */
        FIXED,
        /** As {@link #FIXED}, with trained tables. */
        LEARNED
    }

    public InformerSettings {
        encoders = List.copyOf(encoders);
    }

    /** Whether marks are looked up in tables, so that they must be integers. */
    public boolean tables() {
        return marks != Marks.SCALED;
    }

    /** Number of marks that the network reads of each step. */
    public int marksPerStep() {
        if (!tables()) {
            return FEATURES.get(frequency);
        }
        return frequency.equals("t") ? 5 : 4;
    }

    /** Steps that the decoder reads. */
    public int decoderLength() {
        return startLength + forecastLength;
    }

    /**
     * The keys that one ProbSparse attention samples. As many queries as there are samples attend properly.
     *
     * @param queries number of queries
     * @param keys number of keys that samples are drawn from
     * @param samples keys for each query: {@code factor * ⌈ln queries⌉}, at most all
     */
    public record Draw(int queries, int keys, int samples) {}

    /**
     * The draws of one forecast, in the order of use: encoder layers, then decoder layers.
     *
     * @param encoderLength steps that the encoder reads
     * @param decoderLength steps that the decoder reads
     * @return none if attention is full
     * @throws IllegalArgumentException if an attention has but one step, which leaves no choice
     */
    public List<Draw> draws(int encoderLength, int decoderLength) {
        List<Draw> draws = new ArrayList<>();
        if (!sparse) {
            return draws;
        }
        for (int encoder = 0; encoder < encoders.size(); encoder++) {
            int length = tail(encoderLength, encoder);
            for (int layer = 0; layer < encoders.get(encoder); layer++) {
                draws.add(draw(length));
                length = distilling ? (length + 1) / 2 : length;
            }
        }
        draws.addAll(Collections.nCopies(decoderLayers, draw(decoderLength)));
        return draws;
    }

    private Draw draw(int length) {
        if (length < 2) {
            throw new IllegalArgumentException("ProbSparse attention needs at least 2 steps; a sequence has " + length);
        }
        long samples = factor * (long) Math.ceil(Math.log(length));
        return new Draw(length, length, (int) Math.min(samples, length));
    }

    /**
     * Reads a configuration.
     *
     * @throws InvalidInputException if a key is missing or out of range, or the lengths leave an attention without choice
     */
    public static InformerSettings of(Configuration configuration) throws InvalidInputException {
        boolean stacked = configuration.flag("stack", false);
        List<Integer> encoders = configuration.positives("e_layers");
        if (!stacked && encoders.size() > 1) {
            throw configuration.wrong("e_layers", "one number; a list is for \"stack\": true");
        }
        InformerSettings settings = new InformerSettings(
                configuration.positive("enc_in"),
                configuration.positive("dec_in"),
                configuration.positive("c_out"),
                configuration.positive("seq_len"),
                configuration.nonNegative("label_len"),
                configuration.positive("out_len"),
                choice(configuration, "attn", "prob", "full").equals("prob"),
                configuration.positive("factor", 5),
                configuration.positive("d_model"),
                configuration.positive("n_heads"),
                encoders,
                stacked,
                configuration.positive("d_layers"),
                configuration.positive("d_ff"),
                configuration.rate("dropout", 0.05),
                switch (choice(configuration, "embed", "timeF", "fixed", "learned")) {
                    case "fixed" -> Marks.FIXED;
                    case "learned" -> Marks.LEARNED;
                    default -> Marks.SCALED;
                },
                choice(configuration, "freq", "h", "t", "s", "m", "a", "w", "d", "b"),
                Activation.named(choice(configuration, "activation", "gelu", "relu"))
                        .orElseThrow(),
                configuration.flag("distil", true),
                configuration.flag("mix", true));
        settings.check(configuration);
        return settings;
    }

    /** One of the choices; the first where the key is absent. */
    private static String choice(Configuration configuration, String key, String... choices)
            throws InvalidInputException {
        return configuration.has(key) ? configuration.oneOf(key, List.of(choices)) : choices[0];
    }

    private void check(Configuration configuration) throws InvalidInputException {
        if (width % 2 != 0) {
            throw configuration.wrong("d_model", "an even number: half of a position's elements are sines");
        }
        if (heads > width) {
            throw configuration.wrong("n_heads", "at most d_model (" + width + ")");
        }
        if (startLength > inputLength) {
            throw configuration.wrong("label_len", "at most seq_len (" + inputLength + ")");
        }
        if (inputLength > LONGEST) {
            throw configuration.wrong("seq_len", "at most " + LONGEST + ", the rows of the position table");
        }
        if (decoderLength() > LONGEST) {
            throw configuration.wrong("out_len", "label_len + out_len at most " + LONGEST);
        }
        if (sparse && shortest() < 2) {
            throw configuration.wrong(
                    "seq_len", "a length that leaves every ProbSparse attention at least two steps after distilling");
        }
        if (sparse && decoderLength() < 2) {
            throw configuration.wrong("out_len", "label_len + out_len at least 2 for ProbSparse attention");
        }
    }

    /** The fewest steps that an encoder layer sees. */
    private int shortest() {
        int shortest = inputLength;
        for (int encoder = 0; encoder < encoders.size(); encoder++) {
            int length = tail(inputLength, encoder);
            for (int layer = 1; distilling && layer < encoders.get(encoder); layer++) {
                length = (length + 1) / 2;
            }
            shortest = Math.min(shortest, length);
        }
        return shortest;
    }

    /** The steps of an input that encoder {@code i} of a stack sees: the last {@code length / 2^i}; all, if that is none. */
    static int tail(int length, int encoder) {
        int steps = encoder < Integer.SIZE - 1 ? length >> encoder : 0;
        // The reference slices x[:, -steps:], and -0 is the beginning.
        return steps == 0 ? length : steps;
    }
}
