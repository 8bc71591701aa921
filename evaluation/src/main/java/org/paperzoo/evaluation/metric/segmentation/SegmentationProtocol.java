package org.paperzoo.evaluation.metric.segmentation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How labels are read before they are compared. Predictions are taken as they are.
 *
 * @param classes number of classes: labels from 0 on; others count for nothing, but their pixels still count on the other
 *     side
 * @param ignoredLabel reference label whose pixels are left out, as a rule 255; -1 for none
 * @param reduceZeroLabel whether reference label 0 is left out and the others move down by one, as in ADE20K
 * @param labelMap reference labels that stand for others, applied one after another in this order, before all else
 */
public record SegmentationProtocol(
        int classes, int ignoredLabel, boolean reduceZeroLabel, Map<Integer, Integer> labelMap) {

    private static final int MAXIMUM_CLASSES = 1 << 16;

    public SegmentationProtocol {
        if (classes < 1 || classes > MAXIMUM_CLASSES) {
            throw new IllegalArgumentException("needs 1 to " + MAXIMUM_CLASSES + " classes, not " + classes);
        }
        labelMap = Collections.unmodifiableMap(new LinkedHashMap<>(labelMap));
    }

    /** Classes from 0 on, 255 left out. */
    public static SegmentationProtocol of(int classes) {
        return new SegmentationProtocol(classes, 255, false, Map.of());
    }

    /** The label that a reference label stands for. */
    int read(int label) {
        int read = label;
        for (Map.Entry<Integer, Integer> entry : labelMap.entrySet()) {
            if (read == entry.getKey()) {
                read = entry.getValue();
            }
        }
        if (reduceZeroLabel) {
            // In eight bits, as the reference does it: 0 and 255 both end at 255.
            read = read == 0 || read == 255 ? 255 : read - 1;
            read = read == 254 ? 255 : read;
        }
        return read;
    }

    /** What tells this protocol from others, for metric IDs. */
    String idPart() {
        StringBuilder part = new StringBuilder("-").append(classes);
        if (ignoredLabel != 255) {
            part.append(ignoredLabel < 0 ? "-all" : "-ignore" + ignoredLabel);
        }
        if (reduceZeroLabel) {
            part.append("-reducezero");
        }
        labelMap.forEach(
                (from, to) -> part.append("-map").append(from).append("to").append(to));
        return part.toString();
    }
}
