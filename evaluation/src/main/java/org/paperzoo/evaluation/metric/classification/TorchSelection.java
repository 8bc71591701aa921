package org.paperzoo.evaluation.metric.classification;

import java.util.Arrays;

/**
 * The classes of the greatest scores in the order in which PyTorch's {@code topk} gives them on a CPU. PyTorch promises no
 * order of equal scores, but its results are those of the C++ standard library's selection algorithms as GNU implements
 * them (libstdc++, {@code nth_element} by quickselect with the median of three, {@code partial_sort} by a heap), whose
 * moves this class repeats. Source: ATen/native/TopKImpl.h, bits/stl_algo.h and bits/stl_heap.h.
 */
final class TorchSelection {

    /** More would be sorted by another algorithm. */
    static final int MAXIMUM = 16;

    /** PyTorch takes the heap where there are at least so many times more classes than are selected. */
    private static final int HEAP_RATIO = 64;

    private final float[] scores;
    private final int[] order;

    private TorchSelection(double[] scores) {
        this.scores = new float[scores.length];
        order = new int[scores.length];
        for (int i = 0; i < order.length; i++) {
            this.scores[i] = (float) scores[i];
            order[i] = i;
        }
    }

    /** The first {@code count} classes in descending order of score in single precision, at most {@link #MAXIMUM}. */
    static int[] greatest(double[] scores, int count) {
        TorchSelection selection = new TorchSelection(scores);
        if ((long) count * HEAP_RATIO <= scores.length) {
            selection.heapSelect(count);
            selection.sortHeap(count);
        } else {
            selection.quickSelect(count - 1);
            selection.insertionSort(0, count - 1);
        }
        return Arrays.copyOf(selection.order, count);
    }

    private boolean before(int left, int right) {
        return scores[left] > scores[right];
    }

    private void swap(int i, int j) {
        int moved = order[i];
        order[i] = order[j];
        order[j] = moved;
    }

    private void quickSelect(int nth) {
        int first = 0;
        int last = order.length;
        while (last - first > 3) {
            int cut = partition(first, last);
            if (cut <= nth) {
                first = cut;
            } else {
                last = cut;
            }
        }
        insertionSort(first, last);
    }

    private int partition(int first, int last) {
        medianToFront(first, first + 1, first + (last - first) / 2, last - 1);
        int pivot = order[first];
        int low = first + 1;
        int high = last;
        while (true) {
            while (before(order[low], pivot)) {
                low++;
            }
            high--;
            while (before(pivot, order[high])) {
                high--;
            }
            if (low >= high) {
                return low;
            }
            swap(low, high);
            low++;
        }
    }

    private void medianToFront(int front, int a, int b, int c) {
        int median;
        if (before(order[a], order[b])) {
            median = before(order[b], order[c]) ? b : before(order[a], order[c]) ? c : a;
        } else {
            median = before(order[a], order[c]) ? a : before(order[b], order[c]) ? c : b;
        }
        swap(front, median);
    }

    private void insertionSort(int first, int last) {
        for (int i = first + 1; i < last; i++) {
            int moved = order[i];
            int place = i;
            // Equal elements are not passed.
            while (place > first && before(moved, order[place - 1])) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = moved;
        }
    }

    private void heapSelect(int count) {
        for (int parent = (count - 2) / 2; count > 1 && parent >= 0; parent--) {
            sift(parent, count, order[parent]);
        }
        for (int i = count; i < order.length; i++) {
            if (before(order[i], order[0])) {
                int taken = order[i];
                order[i] = order[0];
                sift(0, count, taken);
            }
        }
    }

    private void sortHeap(int count) {
        for (int last = count - 1; last > 0; last--) {
            int taken = order[last];
            order[last] = order[0];
            sift(0, last, taken);
        }
    }

    /** Moves a hole down to a leaf, then the value up from there. The heap's top is what sorts last. */
    private void sift(int top, int length, int value) {
        int hole = top;
        int child = hole;
        while (child < (length - 1) / 2) {
            child = 2 * (child + 1);
            if (before(order[child], order[child - 1])) {
                child--;
            }
            order[hole] = order[child];
            hole = child;
        }
        if (length % 2 == 0 && child == (length - 2) / 2) {
            child = 2 * (child + 1);
            order[hole] = order[child - 1];
            hole = child - 1;
        }
        int parent = (hole - 1) / 2;
        while (hole > top && before(order[parent], value)) {
            order[hole] = order[parent];
            hole = parent;
            parent = (hole - 1) / 2;
        }
        order[hole] = value;
    }
}
