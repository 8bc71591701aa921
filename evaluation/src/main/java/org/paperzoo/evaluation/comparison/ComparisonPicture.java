package org.paperzoo.evaluation.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.paperzoo.datasets.NewFile;
import org.paperzoo.evaluation.comparison.ComparisonReport.Measurement;
import org.paperzoo.evaluation.comparison.ComparisonReport.Provenance;
import org.paperzoo.evaluation.comparison.ComparisonReport.SettingResult;

/**
 * A comparison as an SVG picture: a panel for each setting, with a bar for each engine's median latency, whiskers from the
 * 10th to the 90th percentile, and a mark at the least time that the machine could need. Each panel has an axis of its
 * own that starts at zero, since settings may lie orders of magnitude apart. The picture follows the viewer's light or
 * dark scheme and loads nothing.
 */
public final class ComparisonPicture {

    private static final int WIDTH = 960;
    private static final int MARGIN = 24;
    private static final int NAMES = 176;
    private static final int LABELS = 272;
    private static final int LEFT = MARGIN + NAMES;
    private static final int RIGHT = WIDTH - MARGIN - LABELS;
    private static final int HEADER = 96;
    private static final int PANEL_TITLE = 28;
    private static final int ROW = 26;
    private static final int BAR = 16;
    private static final int AXIS = 34;
    private static final int FOOT = 22;
    private static final int TICKS = 5;
    private static final int TEXT = 12;
    private static final int TITLE = 17;
    private static final String[] HUES = {"a", "b", "c", "d", "e", "f"};

    private static final String STYLE = """
            <style>
            text { font-family: system-ui, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 12px; fill: #1f2328; }
            .paper { fill: #ffffff; } .title { font-size: 17px; font-weight: 600; } .head { font-size: 13px; font-weight: 600; }
            .soft { fill: #57606a; } .grid { stroke: #d8dee4; } .axis { stroke: #8c959f; } .whisker { stroke: #1f2328; stroke-width: 1.5; }
            .least { stroke: #c02020; stroke-width: 2; stroke-dasharray: 5 3; } .mark { fill: #c02020; }
            .a { fill: #7fa8d1; } .b { fill: #e3a05c; } .c { fill: #82bd8e; } .d { fill: #b79ad0; } .e { fill: #d98c9c; } .f { fill: #a9a9a0; }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3; } .paper { fill: #0d1117; } .soft { fill: #9da7b3; } .grid { stroke: #2b323b; }
            .axis { stroke: #6e7681; } .whisker { stroke: #f0f6fc; } .least { stroke: #ff7b72; } .mark { fill: #ff7b72; }
            .a { fill: #3d6d9e; } .b { fill: #a5642a; } .c { fill: #3f7f4f; } .d { fill: #77579a; } .e { fill: #97485a; } .f { fill: #6b6b64; }
            }
            </style>
            """;

    private final ComparisonReport report;
    private final StringBuilder svg = new StringBuilder();

    private ComparisonPicture(ComparisonReport report) {
        this.report = report;
    }

    /** The picture as a document. */
    public static String svg(ComparisonReport report) {
        return new ComparisonPicture(report).draw();
    }

    /** Writes the picture, whole or not at all. */
    public static void write(ComparisonReport report, Path file) throws IOException {
        NewFile.write(file, writer -> writer.write(svg(report)));
    }

    private String draw() {
        int height = HEADER + FOOT;
        for (SettingResult result : report.settings()) {
            height += panelHeight(result);
        }
        String title = report.model() + ": latency of a run by engine";
        append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%n",
                WIDTH, height, WIDTH, height);
        append("<title>%s</title>%n", SvgText.escaped(title));
        svg.append(STYLE);
        append("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>%n", WIDTH, height);
        text(MARGIN, 34, "title", "start", SvgText.fitted(title, TITLE, WIDTH - 2 * MARGIN));
        Provenance provenance = report.provenance();
        String machine = provenance.processor() + ", " + provenance.threads() + " threads, " + provenance.device()
                + ", " + provenance.precision() + ", " + provenance.started();
        text(MARGIN, 56, "soft", "start", SvgText.fitted(machine, TEXT, WIDTH - 2 * MARGIN));
        legend(84);
        int top = HEADER;
        for (SettingResult result : report.settings()) {
            panel(result, top);
            top += panelHeight(result);
        }
        svg.append("</svg>\n");
        return svg.toString();
    }

    private static int panelHeight(SettingResult result) {
        return PANEL_TITLE + ROW * result.measurements().size() + AXIS;
    }

    private void legend(int baseline) {
        int middle = baseline - 4;
        int x = MARGIN;
        append("<rect class=\"a\" x=\"%d\" y=\"%d\" width=\"22\" height=\"12\"/>%n", x, middle - 6);
        text(x + 28, baseline, "soft", "start", "median");
        x += 96;
        whisker(x, x + 26, middle);
        text(x + 34, baseline, "soft", "start", "10th to 90th percentile");
        if (report.settings().stream().anyMatch(result -> result.roofline() != null)) {
            x += 200;
            append("<line class=\"least\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n", x, middle - 8, x, middle + 8);
            text(x + 8, baseline, "soft", "start", "least time this machine could need (roofline)");
        }
    }

    private void panel(SettingResult result, int top) {
        double longest = 0;
        for (Measurement measurement : result.measurements()) {
            longest = Math.max(longest, measurement.latency().medianMillis());
            longest = Math.max(longest, measurement.latency().p90Millis());
        }
        Roofline roofline = result.roofline();
        if (roofline != null) {
            longest = Math.max(longest, roofline.leastMillis());
        }
        double step = step(longest / TICKS);
        double end = Math.ceil(longest / step - 1e-9) * step;
        int firstRow = top + PANEL_TITLE;
        int bottom = firstRow + ROW * result.measurements().size();

        String least = roofline == null
                ? ""
                : "least " + Figures.number(roofline.leastMillis()) + " ms, bound by "
                        + roofline.bound().label();
        double room = WIDTH - 2 * MARGIN - SvgText.width(least, TEXT) - 16;
        text(MARGIN, top + 18, "head", "start", SvgText.fitted(result.setting().label(), 13, room));
        text(WIDTH - MARGIN, top + 18, "soft", "end", least);
        for (int tick = 0; tick * step <= end + step / 2; tick++) {
            double x = x(tick * step, end);
            append(
                    "<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    tick == 0 ? "axis" : "grid", x, firstRow, x, bottom + 4);
            text(x, bottom + 17, "soft", "middle", tickLabel(tick * step, step));
        }
        text(RIGHT + 28, bottom + 17, "soft", "start", "ms");
        for (int row = 0; row < result.measurements().size(); row++) {
            bar(result.measurements().get(row), HUES[row % HUES.length], firstRow + row * ROW, end);
        }
        if (roofline != null) {
            double x = x(roofline.leastMillis(), end);
            append("<line class=\"least\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n", x, firstRow, x, bottom);
            append("<path class=\"mark\" d=\"M%.1f %d l-5 -7 h10 z\"/>%n", x, firstRow + 1);
        }
    }

    private void bar(Measurement measurement, String hue, int top, double end) {
        LatencySummary latency = measurement.latency();
        int middle = top + ROW / 2;
        text(LEFT - 10, middle + 4, "", "end", SvgText.fitted(measurement.engine(), TEXT, NAMES - 16));
        double length = Math.max(1, x(latency.medianMillis(), end) - LEFT);
        append(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s</title></rect>%n",
                hue, LEFT, middle - BAR / 2, length, BAR, SvgText.escaped(measurement.engine()));
        whisker(x(latency.p10Millis(), end), x(latency.p90Millis(), end), middle);
        text(RIGHT + 28, middle + 4, "", "start", label(measurement));
    }

    private String label(Measurement measurement) {
        String median = Figures.number(measurement.latency().medianMillis()) + " ms";
        if (measurement.ratio() == null) {
            return median + (measurement.engine().equals(report.baseline()) ? ", baseline" : "");
        }
        return median + ", " + measurement.ratio().text();
    }

    private void whisker(double from, double to, int middle) {
        append(
                "<path class=\"whisker\" fill=\"none\" d=\"M%.1f %d H%.1f M%.1f %d v8 M%.1f %d v8\"/>%n",
                from, middle, to, from, middle - 4, to, middle - 4);
    }

    private static double x(double millis, double end) {
        return LEFT + (RIGHT - LEFT) * millis / end;
    }

    /** The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below a length. */
    static double step(double length) {
        double power = Math.pow(10, Math.floor(Math.log10(length)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= length) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** As many decimals as the step has. */
    private static String tickLabel(double value, double step) {
        int decimals = 0;
        for (double scaled = step; decimals < 7 && Math.abs(scaled - Math.rint(scaled)) > 1e-6 * scaled; scaled *= 10) {
            decimals++;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private void text(double x, double y, String style, String anchor, String content) {
        append(
                "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\" text-anchor=\"%s\">%s</text>%n",
                x, y, style, anchor, SvgText.escaped(content));
    }

    private void append(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }
}
