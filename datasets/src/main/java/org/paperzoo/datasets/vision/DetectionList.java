package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Pictures with their objects, each under its number, for those who draw them in an order of their own. */
public interface DetectionList {

    /** Number of pictures. */
    int size();

    /**
     * A picture with its objects. May be called from several threads.
     *
     * @param index from 0
     */
    DetectionExample get(int index) throws IOException;

    /** The first pictures, or all if there are no more than that. */
    default DetectionList first(int count) {
        DetectionList all = this;
        return new DetectionList() {
            @Override
            public int size() {
                return Math.min(count, all.size());
            }

            @Override
            public DetectionExample get(int index) throws IOException {
                return all.get(index);
            }
        };
    }

    /**
     * Reads all that is left of a stream: the objects stay in memory, pictures are decoded when they are asked for.
     *
     * @throws IOException if the stream cannot be read
     */
    static DetectionList of(DetectionExamples examples) throws IOException {
        List<DetectionExample> read = new ArrayList<>();
        for (DetectionExample next = examples.next(); next != null; next = examples.next()) {
            read.add(next);
        }
        return new DetectionList() {
            @Override
            public int size() {
                return read.size();
            }

            @Override
            public DetectionExample get(int index) {
                return read.get(index);
            }
        };
    }
}
