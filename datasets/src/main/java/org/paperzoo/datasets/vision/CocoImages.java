package org.paperzoo.datasets.vision;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.paperzoo.datasets.InvalidDataException;

/** The pictures of an annotation file as columns, found by their IDs. */
final class CocoImages {

    /** The fields that are read; those behind the file name are LVIS's. */
    static final Set<CocoField> FIELDS = EnumSet.of(
            CocoField.ID,
            CocoField.WIDTH,
            CocoField.HEIGHT,
            CocoField.FILE_NAME,
            CocoField.NEG_CATEGORY_IDS,
            CocoField.NOT_EXHAUSTIVE_CATEGORY_IDS);

    private static final int MOST_PIXELS_A_SIDE = 1 << 24;

    private int count;
    private long[] ids = new long[64];
    private int[] widths = new int[64];
    private int[] heights = new int[64];
    private final List<String> names = new ArrayList<>();
    private final List<int[]> absent = new ArrayList<>();
    private final List<int[]> incomplete = new ArrayList<>();
    private long[] risingIds;
    private int[] rising;

    void add(CocoEntry entry) throws InvalidDataException {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            widths = Arrays.copyOf(widths, 2 * count);
            heights = Arrays.copyOf(heights, 2 * count);
        }
        ids[count] = entry.whole(CocoField.ID);
        widths[count] = (int) entry.whole(CocoField.WIDTH, 1, MOST_PIXELS_A_SIDE);
        heights[count] = (int) entry.whole(CocoField.HEIGHT, 1, MOST_PIXELS_A_SIDE);
        names.add(entry.has(CocoField.FILE_NAME) ? entry.text(CocoField.FILE_NAME) : null);
        absent.add(entry.has(CocoField.NEG_CATEGORY_IDS) ? entry.integers(CocoField.NEG_CATEGORY_IDS) : null);
        incomplete.add(
                entry.has(CocoField.NOT_EXHAUSTIVE_CATEGORY_IDS)
                        ? entry.integers(CocoField.NOT_EXHAUSTIVE_CATEGORY_IDS)
                        : null);
        count++;
    }

    /** Ends reading. Refuses an ID that occurs twice. */
    void index(Path file) throws InvalidDataException {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(ids[a], ids[b]));
        rising = new int[count];
        risingIds = new long[count];
        for (int i = 0; i < count; i++) {
            rising[i] = order[i];
            risingIds[i] = ids[rising[i]];
            if (i > 0 && risingIds[i] == risingIds[i - 1]) {
                throw new InvalidDataException(file + ": \"images\" repeats the id " + risingIds[i]);
            }
        }
    }

    /** Place of the picture of an ID, or -1. */
    int find(long id) {
        int place = Arrays.binarySearch(risingIds, id);
        return place < 0 ? -1 : rising[place];
    }

    int count() {
        return count;
    }

    long id(int image) {
        return ids[image];
    }

    int width(int image) {
        return widths[image];
    }

    int height(int image) {
        return heights[image];
    }

    String name(int image) {
        return names.get(image);
    }

    int[] absent(int image) {
        return absent.get(image);
    }

    int[] incomplete(int image) {
        return incomplete.get(image);
    }
}
