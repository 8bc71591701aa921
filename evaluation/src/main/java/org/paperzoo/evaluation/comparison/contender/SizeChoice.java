package org.paperzoo.evaluation.comparison.contender;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.paperzoo.evaluation.comparison.Setting;

/**
 * The sizes at which a model is compared; what is empty takes the model's usual value.
 *
 * @param batches examples in a run, one setting after another
 * @param lengths lengths of sequences
 * @param pictures sizes of pictures
 * @param newTokens tokens to generate
 * @param beams beams of the search
 */
public record SizeChoice(
        List<Integer> batches,
        List<Integer> lengths,
        List<PictureSize> pictures,
        OptionalInt newTokens,
        OptionalInt beams) {

    /** Height and width of a picture in pixels. */
    public record PictureSize(int height, int width) {

        /**
         * Reads a size such as {@code 480x640}: height first.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static PictureSize of(String text) {
            if (!text.matches("\\d{1,5}x\\d{1,5}")) {
                throw new IllegalArgumentException("size " + text + "; expected HEIGHTxWIDTH, such as 480x640");
            }
            int by = text.indexOf('x');
            return new PictureSize(Integer.parseInt(text.substring(0, by)), Integer.parseInt(text.substring(by + 1)));
        }
    }

    public SizeChoice {
        batches = List.copyOf(batches);
        lengths = List.copyOf(lengths);
        pictures = List.copyOf(pictures);
    }

    /** Batches at the model's usual sizes. */
    public static SizeChoice ofBatches(Integer... batches) {
        return new SizeChoice(List.of(batches), List.of(), List.of(), OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * The settings of a model's run: every batch at every size.
     *
     * @throws IllegalArgumentException if a size is given that the model does not have, or one is out of range
     */
    List<Setting> settings(String model, ModelRun run) {
        Map<String, Integer> usual = run.usualSizes();
        Set<String> unknown = new TreeSet<>(given());
        unknown.removeAll(usual.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(model + " has no " + String.join(", ", unknown) + "; its sizes are "
                    + Setting.BATCH + ", " + String.join(", ", usual.keySet()));
        }
        List<Map<String, Integer>> choices = new ArrayList<>();
        for (int batch : batches.isEmpty() ? List.of(1) : batches) {
            Map<String, Integer> sizes = new LinkedHashMap<>();
            sizes.put(Setting.BATCH, batch);
            sizes.putAll(usual);
            newTokens.ifPresent(value -> sizes.put(ModelRun.NEW_TOKENS, value));
            beams.ifPresent(value -> sizes.put(ModelRun.BEAMS, value));
            choices.add(sizes);
        }
        choices = varied(choices, lengths, (sizes, length) -> sizes.put(ModelRun.LENGTH, length));
        choices = varied(choices, pictures, (sizes, picture) -> {
            sizes.put(ModelRun.HEIGHT, picture.height());
            sizes.put(ModelRun.WIDTH, picture.width());
        });
        Set<Setting> settings = new LinkedHashSet<>();
        for (Map<String, Integer> sizes : choices) {
            Setting setting = new Setting(sizes);
            run.check(setting);
            settings.add(setting);
        }
        return List.copyOf(settings);
    }

    private Set<String> given() {
        Set<String> given = new TreeSet<>();
        if (!lengths.isEmpty()) {
            given.add(ModelRun.LENGTH);
        }
        if (!pictures.isEmpty()) {
            given.addAll(List.of(ModelRun.HEIGHT, ModelRun.WIDTH));
        }
        newTokens.ifPresent(value -> given.add(ModelRun.NEW_TOKENS));
        beams.ifPresent(value -> given.add(ModelRun.BEAMS));
        return given;
    }

    @FunctionalInterface
    private interface Change<T> {
        void apply(Map<String, Integer> sizes, T value);
    }

    private static <T> List<Map<String, Integer>> varied(
            List<Map<String, Integer>> choices, List<T> values, Change<T> change) {
        if (values.isEmpty()) {
            return choices;
        }
        return values.stream()
                .flatMap(value -> choices.stream().map(sizes -> {
                    Map<String, Integer> changed = new LinkedHashMap<>(sizes);
                    change.apply(changed, value);
                    return changed;
                }))
                .toList();
    }
}
