package org.paperzoo.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.segmentation.LabelVolume;
import org.paperzoo.evaluation.metric.segmentation.SurfaceDistance;

/** medpy's HD95 and the other surface distances of two balls that fill most of a cubic volume, by one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SurfaceDistanceBenchmark {

    /** Voxels along each axis: from one to the next there are eight times as many in all. */
    @Param({"64", "128"})
    public int side;

    private List<LabelVolume> predictions;
    private List<LabelVolume> references;

    @Setup
    public void fill() {
        predictions = List.of(ball(0.45, 0.40));
        references = List.of(ball(0.55, 0.42));
    }

    private LabelVolume ball(double centre, double radius) {
        byte[] labels = new byte[side * side * side];
        for (int voxel = 0; voxel < labels.length; voxel++) {
            double x = (double) (voxel / (side * side)) / side - centre;
            double y = (double) (voxel / side % side) / side - centre;
            double z = (double) (voxel % side) / side - centre;
            labels[voxel] = (byte) (x * x + y * y + z * z < radius * radius ? 1 : 0);
        }
        return LabelVolume.ofBytes(new int[] {side, side, side}, new double[] {2.5, 0.8, 0.8}, labels);
    }

    @Benchmark
    public MetricResult hd95() {
        return SurfaceDistance.medpy(SurfaceDistance.Figure.HD95, 1, 1).evaluate(predictions, references);
    }
}
