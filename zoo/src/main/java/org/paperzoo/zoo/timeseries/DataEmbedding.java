package org.paperzoo.zoo.timeseries;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/** The sum of a convolution over the values, a position table and the embedded time marks. */
final class DataEmbedding extends NamedBlock {

    private final CircularConvolution values;
    private final Parameter positions;
    private final MarkEmbedding marks;
    private final float dropout;

    DataEmbedding(InformerSettings settings, int channels) {
        int width = settings.width();
        // kaiming_normal_(mode='fan_in', nonlinearity='leaky_relu'), whose slope is 0 where none is given.
        double deviation = Math.sqrt(2 / (3.0 * channels));
        values = child(
                "value_embedding.tokenConv", new CircularConvolution(channels, width, InitialValues.normal(deviation)));
        positions = computed("position_embedding.pe", DataEmbedding::sinusoids, 1, InformerSettings.LONGEST, width);
        marks = child("temporal_embedding", settings.tables() ? new MarkTables(settings) : new MarkFeatures(settings));
        dropout = settings.dropout();
    }

    NDArray forward(Pass pass, NDArray x, NDArray timeMarks) { // [B, L, channels], [B, L, marks]
        return pass.scoped(() -> {
            long length = x.getShape().get(1);
            NDArray table = pass.value(positions).get(new NDIndex().addAllDim().addSliceDim(0, length));
            NDArray sum = values.forward(pass, x).add(table).add(marks.forward(pass, timeMarks)); // [B, L, width]
            return pass.dropout(sum, dropout);
        });
    }

    /**
     * Refuses marks that lie outside the tables: a native lookup would fail without saying where.
     *
     * @param name the input's name, for the message
     * @param array {@code [B, L, marks]}
     * @throws IllegalArgumentException if a mark has no row
     */
    void checkMarks(String name, NDArray array) {
        if (!(marks instanceof MarkTables tables)) {
            return;
        }
        long columns = array.getShape().get(2);
        long[] values = array.toType(DataType.INT64, false).toLongArray();
        for (int i = 0; i < values.length; i++) {
            int column = (int) (i % columns);
            if (column < tables.tables.size() && (values[i] < 0 || values[i] >= MarkTables.SIZES[column])) {
                throw new IllegalArgumentException(name + " holds " + values[i] + " in column " + column
                        + "; expected 0 to " + (MarkTables.SIZES[column] - 1));
            }
        }
    }

    /** Interleaved sines and cosines of each row's number, computed in float32 as the reference does. */
    private static NDArray sinusoids(NDManager manager, Shape shape, DataType type) {
        int width = Math.toIntExact(shape.get(shape.dimension() - 1));
        int rows = Math.toIntExact(shape.get(shape.dimension() - 2));
        float step = (float) -(Math.log(10000) / width);
        float[] table = new float[rows * width];
        for (int pair = 0; pair < width; pair += 2) {
            float frequency = (float) Math.exp(pair * step);
            for (int row = 0; row < rows; row++) {
                float angle = row * frequency;
                table[row * width + pair] = (float) Math.sin(angle);
                table[row * width + pair + 1] = (float) Math.cos(angle);
            }
        }
        return manager.create(table, shape);
    }

    private abstract static class MarkEmbedding extends NamedBlock {

        /** {@code [B, L, marks] -> [B, L, width]}. */
        abstract NDArray forward(Pass pass, NDArray marks);
    }

    private static final class MarkFeatures extends MarkEmbedding {

        private final Linear embed;

        MarkFeatures(InformerSettings settings) {
            embed = child("embed", Linear.of(settings.marksPerStep(), settings.width()));
        }

        @Override
        NDArray forward(Pass pass, NDArray marks) {
            return embed.forward(pass, marks.toType(DataType.FLOAT32, false));
        }
    }

    /** Tables by month (1 to 12), day (1 to 31), weekday, hour and quarter of the hour: the columns of the marks. */
    private static final class MarkTables extends MarkEmbedding {

        private static final List<String> NAMES =
                List.of("month_embed", "day_embed", "weekday_embed", "hour_embed", "minute_embed");
        private static final int[] SIZES = {13, 32, 7, 24, 4};

        private final List<MarkTable> tables = new ArrayList<>();

        MarkTables(InformerSettings settings) {
            boolean trained = settings.marks() == InformerSettings.Marks.LEARNED;
            for (int column = 0; column < settings.marksPerStep(); column++) {
                tables.add(child(NAMES.get(column), new MarkTable(SIZES[column], settings.width(), trained)));
            }
        }

        @Override
        NDArray forward(Pass pass, NDArray marks) {
            NDArray indices = marks.toType(DataType.INT64, false);
            NDArray sum = null; // [B, L, width]
            for (int column = 0; column < tables.size(); column++) {
                NDIndex index = new NDIndex().addAllDim().addAllDim().addIndices(column);
                NDArray looked = tables.get(column).forward(pass, indices.get(index));
                sum = sum == null ? looked : sum.add(looked);
            }
            return sum;
        }
    }

    /** A trained table under {@code weight}, or a table of sinusoids under {@code emb.weight}. */
    private static final class MarkTable extends NamedBlock {

        private final Parameter weight;

        MarkTable(int size, int width, boolean trained) {
            weight = trained
                    ? weight("weight", InitialValues.normal(1), size, width)
                    : computed("emb.weight", DataEmbedding::sinusoids, size, width);
        }

        NDArray forward(Pass pass, NDArray indices) { // [B, L] -> [B, L, width]
            return indices.getNDArrayInternal()
                    .embedding(indices, pass.value(weight), SparseFormat.DENSE)
                    .singletonOrThrow();
        }
    }
}
