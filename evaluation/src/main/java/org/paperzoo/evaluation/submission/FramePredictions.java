package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.catalogue.FrameFiles;
import org.paperzoo.datasets.video.FrameSequence;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.image.FrameErrors;
import org.paperzoo.evaluation.metric.image.Pixels;
import org.paperzoo.evaluation.metric.image.SignalToNoise;
import org.paperzoo.evaluation.metric.image.StructuralSimilarity;

/**
 * Forecast frames in an array. As in PredRNN's trainer, errors are of values that are cut to 0 to 1, and similarities of
 * pictures of 8 bits, for which values are cut down to whole numbers. A frame is an example; the bootstrap draws sequences.
 */
final class FramePredictions {

    private static final int PEAK = 255;

    /** One grey frame. */
    private record Frame(double[] values, Pixels pixels) {}

    private FramePredictions() {}

    static Submission<?, ?> open(Benchmark.Frames benchmark, SubmissionRequest request) throws IOException {
        Examples<FrameSequence> sequences = Datasets.named(benchmark.dataset(), FrameFiles.class)
                .open(Split.named(benchmark.split()), request.data());
        ArrayRows array = null;
        try {
            FrameSequence first = sequences.next();
            int forecast = first == null ? 0 : first.frames() - benchmark.given();
            if (forecast < 1) {
                throw new InvalidDataException(
                        request.references() + ": has no sequence of more than " + benchmark.given() + " frames");
            }
            array = ArrayRows.open(
                    request.predictions(),
                    sequences.size(),
                    List.of((long) forecast, (long) first.height(), (long) first.width()),
                    "[sequences, frames, height, width]");
            Panel<Frame, Frame> panel = new Panel<>(forecast);
            benchmark.metrics().forEach(id -> add(id, panel));
            ReferenceDigest digest = new ReferenceDigest();
            return new Submission<>(
                    new Frames(sequences, array, benchmark.given(), first, digest),
                    panel,
                    digest,
                    List.of(request.predictions()));
        } catch (IOException | RuntimeException e) {
            sequences.close();
            if (array != null) {
                array.close();
            }
            throw e;
        }
    }

    private static void add(String id, Panel<Frame, Frame> panel) {
        for (Metric<double[], double[]> metric : List.of(FrameErrors.squared(), FrameErrors.absolute())) {
            if (metric.definition().id().equals(id)) {
                panel.add(metric, Frame::values, Frame::values);
                return;
            }
        }
        for (Metric<Pixels, Pixels> metric :
                List.of(StructuralSimilarity.scikitImage(7), SignalToNoise.scikitImage())) {
            if (metric.definition().id().equals(id)) {
                panel.add(metric, Frame::pixels, Frame::pixels);
                return;
            }
        }
        throw new NoSuchElementException("no metric of frames " + id);
    }

    private static final class Frames implements Pairs<Frame, Frame> {

        private final Examples<FrameSequence> sequences;
        private final ArrayRows array;
        private final int given;
        private final ReferenceDigest digest;
        private final long size;
        private FrameSequence sequence;
        private double[] predicted;
        private int row = -1;
        private int frame;

        Frames(
                Examples<FrameSequence> sequences,
                ArrayRows array,
                int given,
                FrameSequence first,
                ReferenceDigest digest)
                throws IOException {
            this.sequences = sequences;
            this.array = array;
            this.given = given;
            this.digest = digest;
            size = sequences.size() * (first.frames() - given);
            enter(first);
        }

        private void enter(FrameSequence next) throws IOException {
            sequence = next;
            frame = given;
            if (next != null) {
                predicted = array.row(++row);
            }
        }

        @Override
        public Pair<Frame, Frame> next() throws IOException {
            if (sequence != null && frame == sequence.frames()) {
                enter(sequences.next());
            }
            if (sequence == null) {
                return null;
            }
            int size = sequence.height() * sequence.width();
            byte[] bytes = new byte[size];
            System.arraycopy(sequence.pixels(), frame * size, bytes, 0, size);
            digest.bytes(bytes);
            Pair<Frame, Frame> pair = new Pair<>(
                    array.where(row) + ", frame " + (frame - given), predicted((frame - given) * size), actual(bytes));
            frame++;
            return pair;
        }

        private Frame actual(byte[] bytes) {
            double[] values = new double[bytes.length];
            char[] samples = new char[bytes.length];
            for (int i = 0; i < values.length; i++) {
                samples[i] = (char) (bytes[i] & 0xFF);
                values[i] = samples[i] / (double) PEAK;
            }
            return new Frame(values, pixels(samples));
        }

        private Frame predicted(int from) {
            double[] values = new double[sequence.height() * sequence.width()];
            char[] samples = new char[values.length];
            for (int i = 0; i < values.length; i++) {
                double value = predicted[from + i];
                if (array.ofBytes()) {
                    samples[i] = (char) value;
                    values[i] = value / PEAK;
                } else {
                    values[i] = Math.max(0, Math.min(1, value));
                    // In single precision, as the reference multiplies.
                    samples[i] = (char) ((float) values[i] * PEAK);
                }
            }
            return new Frame(values, pixels(samples));
        }

        private Pixels pixels(char[] samples) {
            return new Pixels(samples, sequence.width(), sequence.height(), 1, PEAK);
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void close() throws IOException {
            sequences.close();
            array.close();
        }
    }
}
