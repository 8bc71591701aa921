package org.paperzoo.evaluation.prediction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.paperzoo.datasets.series.SeriesTable;

/** A forecast as an SVG picture: a panel for each series, the last observed rows and the forecast behind them. */
final class ForecastPlot {

    private static final int WIDTH = 900;
    private static final int PANEL = 120;
    private static final int MARGIN = 24;
    private static final int OBSERVED = 96;

    private ForecastPlot() {}

    /**
     * Writes the picture, whole or not at all.
     *
     * @param names series forecast, all of them the table's last ones
     * @param future row by row: steps times series
     */
    static void write(SeriesTable table, List<String> names, float[] future, Path file) throws IOException {
        int steps = future.length / names.size();
        int observed = Math.min(OBSERVED, table.rows());
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                names.size() * PANEL + MARGIN));
        for (int series = 0; series < names.size(); series++) {
            double[] values = new double[observed + steps];
            int column = table.columns().indexOf(names.get(series));
            for (int i = 0; i < observed; i++) {
                values[i] = table.value(table.rows() - observed + i, column);
            }
            for (int i = 0; i < steps; i++) {
                values[observed + i] = future[i * names.size() + series];
            }
            panel(svg, names.get(series), values, observed, series * PANEL + MARGIN / 2);
        }
        svg.append("</svg>\n");
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".paperzoo-", ".svg");
        try {
            Files.writeString(draft, svg);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void panel(StringBuilder svg, String name, double[] values, int observed, int top) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double span = high == low ? 1 : high - low;
        svg.append(String.format(
                Locale.ROOT, "<text x=\"8\" y=\"%d\">%s (%.4g to %.4g)</text>%n", top + 12, escaped(name), low, high));
        line(svg, values, 0, observed, low, span, top, "#333333");
        line(svg, values, observed - 1, values.length, low, span, top, "#c03a2b");
    }

    private static void line(
            StringBuilder svg, double[] values, int from, int to, double low, double span, int top, String colour) {
        svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        for (int i = from; i < to; i++) {
            double x = MARGIN + (WIDTH - 2.0 * MARGIN) * i / (values.length - 1);
            double y = top + PANEL - 12 - (PANEL - 32) * (values[i] - low) / span;
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        svg.append("\"/>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
