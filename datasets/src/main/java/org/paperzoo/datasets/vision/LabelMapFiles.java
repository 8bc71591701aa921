package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.datasets.FilePair;
import org.paperzoo.datasets.InvalidDataException;

/**
 * Pictures with label maps in grey or indexed pictures of 8 bits. What those store is turned into classes counted from 0;
 * some stored numbers may mean that a pixel is not scored.
 */
public final class LabelMapFiles implements SegmentationExamples {

    private static final int IGNORED = 255;
    private static final int UNKNOWN = -1;

    private final List<FilePair> pairs;
    private final List<String> classes;
    private final int[] classOfStored = new int[256];
    private int next;

    /**
     * Pictures and label maps.
     *
     * @param stored for each class the number that the maps store for it; null where those are the classes themselves
     * @param ignored numbers that the maps store for pixels that are not scored; 255 always is
     */
    public LabelMapFiles(List<FilePair> pairs, List<String> classes, List<Integer> stored, List<Integer> ignored) {
        this.pairs = List.copyOf(pairs);
        this.classes = List.copyOf(classes);
        if (stored != null && stored.size() != classes.size()) {
            throw new IllegalArgumentException(stored.size() + " stored numbers for " + classes.size() + " classes");
        }
        Arrays.fill(classOfStored, UNKNOWN);
        for (int i = 0; i < classes.size(); i++) {
            classOfStored[stored == null ? i : stored.get(i)] = i;
        }
        ignored.forEach(number -> classOfStored[number] = IGNORED);
        classOfStored[IGNORED] = IGNORED;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public long size() {
        return pairs.size();
    }

    /**
     * The next picture.
     *
     * @throws InvalidDataException if a map stores a number that is neither a class nor ignored, or has another size than
     *     its picture
     */
    @Override
    public SegmentationExample next() throws IOException {
        if (next == pairs.size()) {
            return null;
        }
        FilePair pair = pairs.get(next++);
        LabelMap map = CocoFolder.readLabels(pair.target());
        byte[] labels = new byte[map.labels().length];
        for (int i = 0; i < labels.length; i++) {
            int label = classOfStored[map.labels()[i] & 0xFF];
            if (label == UNKNOWN) {
                throw new InvalidDataException(pair.target() + ": column " + i % map.width() + ", row "
                        + i / map.width() + " stores " + (map.labels()[i] & 0xFF)
                        + ", which is none of the data set's classes");
            }
            labels[i] = (byte) label;
        }
        return new SegmentationExample(
                pair.id(),
                new ImageFile(pair.input(), map.width(), map.height()),
                new LabelMap(map.width(), map.height(), labels));
    }
}
