package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.paperzoo.datasets.series.Frequency;
import org.paperzoo.datasets.series.SampleSeries;
import org.paperzoo.datasets.series.SeriesSplit;
import org.paperzoo.datasets.series.SeriesTable;

/** The generated series. */
public record GeneratedSeries(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) long seed)
        implements Dataset.Series {

    @Override
    public List<String> files() {
        return List.of();
    }

    @Override
    public Frequency frequency() {
        return Frequency.HOUR;
    }

    @Override
    public int rowsPerDay() {
        return 24;
    }

    @Override
    public SeriesSplit cut(String split, int past, int rows) {
        return SeriesSplit.ett(rowsPerDay(), split, past, rows);
    }

    @Override
    public SeriesTable table(DataSource data) {
        return SampleSeries.generate(seed);
    }
}
