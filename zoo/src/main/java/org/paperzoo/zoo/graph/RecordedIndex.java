package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexBooleans;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexFixed;
import ai.djl.ndarray.index.dim.NDIndexNull;
import ai.djl.ndarray.index.dim.NDIndexSlice;
import ai.djl.ndarray.index.dim.NDIndexTake;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.graph.operations.Shaping;

/** Parts of recorded arrays: DJL's indices become slices and selections. */
final class RecordedIndex {

    private RecordedIndex() {}

    /** {@code array[index]}. */
    static NDArray get(RecordedArray self, NDIndex index) {
        List<Long> axes = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        List<Long> selectedAxes = new ArrayList<>();
        List<Long> selectedPlaces = new ArrayList<>();
        List<Integer> inserted = new ArrayList<>();
        NDArray taken = null;
        int takenAxis = 0;
        int axis = 0;
        int outputAxis = 0;
        int rank = self.entry().shape().dimension();
        for (int i = 0; i < index.getRank(); i++) {
            if (index.getEllipsisIndex() == i) {
                int skipped = rank - (index.getRank() - newAxes(index));
                axis += skipped;
                outputAxis += skipped;
            }
            NDIndexElement element = index.get(i);
            if (element instanceof NDIndexNull) {
                inserted.add(outputAxis++);
            } else if (element instanceof NDIndexFixed fixed) {
                selectedAxes.add((long) axis++);
                selectedPlaces.add(fixed.getIndex());
            } else if (element instanceof NDIndexSlice slice) {
                axes.add((long) axis++);
                starts.add(slice.getMin() == null ? 0 : slice.getMin());
                ends.add(slice.getMax() == null ? Shaping.TO_THE_END : slice.getMax());
                steps.add(step(slice));
                outputAxis++;
            } else if (element instanceof NDIndexBooleans) {
                throw new UntraceableException("an index by truth values reads values: how many elements there are"
                        + " depends on them. Use where, or multiply by the mask");
            } else if (element instanceof NDIndexTake take && take.getRank() == 1 && taken == null) {
                taken = whole(take.getIndex());
                takenAxis = axis++;
                outputAxis++;
            } else if (element instanceof NDIndexAll) {
                axis++;
                outputAxis++;
            } else {
                throw new UntraceableException("an index that holds "
                        + element.getClass().getSimpleName() + " has no operation: use gather, or an embedding");
            }
        }
        NDArray part = self.self();
        if (!axes.isEmpty()) {
            part = self.view(
                    Shaping.SLICE,
                    Attributes.of(
                            "axes", longs(axes), "starts", longs(starts), "ends", longs(ends), "steps", longs(steps)));
        }
        if (taken != null) {
            part = RecordedArray.behind(part).apply(Shaping.TAKE, Attributes.of("axis", takenAxis), taken);
        }
        // From the last axis to the first, so that the numbers of those before stay right.
        for (int i = selectedAxes.size() - 1; i >= 0; i--) {
            part = RecordedArray.behind(part)
                    .view(Shaping.SELECT, Attributes.of("axis", selectedAxes.get(i), "index", selectedPlaces.get(i)));
        }
        for (int place : inserted) {
            part = part.expandDims(place);
        }
        return part;
    }

    /** DJL takes places as real numbers too; the engines do not. */
    private static NDArray whole(NDArray places) {
        return places.getDataType().isFloating() ? places.toType(DataType.INT64, false) : places;
    }

    private static long step(NDIndexSlice slice) {
        long step = slice.getStep() == null ? 1 : slice.getStep();
        if (step < 1) {
            throw new UntraceableException("a slice has the step " + step + ": use flip, then a step of at least 1");
        }
        return step;
    }

    private static int newAxes(NDIndex index) {
        return (int) index.stream().filter(NDIndexNull.class::isInstance).count();
    }

    /** Parts between the given places along an axis; a place of 0 opens the first part, as DJL counts equal parts. */
    static NDList split(RecordedArray self, long[] places, int axis) {
        NDList parts = new NDList();
        long start = 0;
        for (int i = places.length > 0 && places[0] == 0 ? 1 : 0; i <= places.length; i++) {
            long end = i < places.length ? places[i] : Shaping.TO_THE_END;
            parts.add(self.view(
                    Shaping.SLICE,
                    Attributes.of(
                            "axes",
                                    new long[] {
                                        axis < 0 ? axis + self.entry().shape().dimension() : axis
                                    },
                            "starts", new long[] {start},
                            "ends", new long[] {end},
                            "steps", new long[] {1})));
            start = end;
        }
        return parts;
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
