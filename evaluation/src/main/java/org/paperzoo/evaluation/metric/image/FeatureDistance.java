package org.paperzoo.evaluation.metric.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A distance between the features of generated and of real pictures.
 *
 * <p>The state is a record of all rows: 4 bytes for each feature, so that 50,000 pictures of 2,048 features are 410 MB on
 * either side (exact sums of the products, which the covariance needs, would take less memory, but minutes). The result
 * takes the rows in the order of their numbers, and is therefore the same digits however they came.
 */
public final class FeatureDistance implements Metric<Features, Features> {

    /** A resample costs what the whole does, which is seconds for few features and minutes for many. */
    private static final int RESAMPLES = 50;

    /** Computes the values of two sets of rows. */
    @FunctionalInterface
    private interface Distance {
        Map<String, Object> between(float[][] predicted, float[][] real);
    }

    private final MetricDefinition definition;
    private final Distance distance;
    private final int leastPictures;

    private FeatureDistance(MetricDefinition definition, Distance distance, int leastPictures) {
        this.definition = definition;
        this.distance = distance;
        this.leastPictures = leastPictures;
    }

    /**
     * The Fréchet distance of two Gaussians (Heusel et al. 2017) as pytorch-fid computes it, with unbiased covariances.
     * Values: {@code fid}, and its parts {@code mean} (squared distance of the means) and {@code covariance}.
     *
     * <p>The trace of the root of the product is the sum of the singular values of the product of factors, which rounds less
     * than the reference's matrix root and needs no correction for singular covariances. Time goes with the pictures and the
     * square of the features, and with the cube of the features; memory beyond the rows, with the square of the features.
     */
    public static FeatureDistance frechet() {
        return new FeatureDistance(
                new MetricDefinition(
                        "fid-pytorch-fid",
                        "FID",
                        "squared unit of the features",
                        -1e-6,
                        Double.POSITIVE_INFINITY,
                        false,
                        "mseitzer/pytorch-fid b9c1811"),
                FrechetDistance::between,
                2);
    }

    /**
     * The kernel inception distance (Bińkowski et al. 2018): the unbiased squared maximum mean discrepancy of all pictures
     * under the kernel {@code (x y / d + 1)^3}. Value: {@code kid}; negative where the sets are alike. Time goes with the
     * square of the pictures, memory does not.
     */
    public static FeatureDistance kernel() {
        return new FeatureDistance(
                new MetricDefinition(
                        "kid-unbiased-all",
                        "KID",
                        "squared discrepancy",
                        Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        false,
                        "definition: Binkowski et al. 2018, over all pictures"),
                KernelDistance::between,
                2);
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public int defaultResamples() {
        return RESAMPLES;
    }

    @Override
    public Accumulator<Features, Features> newAccumulator() {
        return new Rows();
    }

    @Override
    public Accumulator<Features, Features> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        Rows rows = new Rows();
        rows.width = (int) reader.integer("width", 0, Features.MOST_FEATURES);
        rows.examples = reader.count("examples");
        rows.predicted.read(reader, "predicted", rows.width);
        rows.real.read(reader, "real", rows.width);
        return rows;
    }

    private Rows rowsOf(Accumulator<Features, Features> accumulator) {
        if (accumulator instanceof Rows rows && rows.metricId().equals(definition.id())) {
            return rows;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private final class Rows implements Accumulator<Features, Features> {

        private long examples;
        /** Features of a picture; 0 until one was seen. */
        private int width;

        private final RowList predicted = new RowList();
        private final RowList real = new RowList();

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(Features prediction, Features reference) {
            if (prediction.width() != reference.width()) {
                throw new IllegalArgumentException(
                        "a generated picture has " + prediction.width() + " features, a real one " + reference.width());
            }
            join(reference.width());
            predicted.add(prediction);
            real.add(reference);
            examples++;
        }

        private void join(int otherWidth) {
            if (width != 0 && otherWidth != 0 && width != otherWidth) {
                throw new IllegalArgumentException("pictures have " + width + " features, not " + otherWidth);
            }
            width = Math.max(width, otherWidth);
        }

        @Override
        public void merge(Accumulator<Features, Features> other) {
            Rows others = rowsOf(other);
            join(others.width);
            predicted.add(others.predicted);
            real.add(others.real);
            examples += others.examples;
        }

        @Override
        public long size() {
            return examples;
        }

        @Override
        public MetricResult result() {
            if (predicted.size() < leastPictures || real.size() < leastPictures) {
                throw new IllegalStateException(definition.id() + " needs at least " + leastPictures
                        + " pictures of either kind, not " + predicted.size() + " generated and " + real.size()
                        + " real ones");
            }
            Map<String, Object> values = distance.between(predicted.sorted(), real.sorted());
            return new MetricResult(
                    definition.id(), (Double) values.values().iterator().next(), values);
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            state.put("width", width);
            state.put("examples", examples);
            predicted.write(state.putArray("predicted"));
            real.write(state.putArray("real"));
            return state;
        }
    }
}
