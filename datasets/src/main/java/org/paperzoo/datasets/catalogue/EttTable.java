package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.series.Frequency;
import org.paperzoo.datasets.series.SeriesCsv;
import org.paperzoo.datasets.series.SeriesSplit;
import org.paperzoo.datasets.series.SeriesTable;

/**
 * A table in ETT's form and protocol: 12 months of training, 4 of validation, 4 of test.
 *
 * @param rowsPerDay 24 for hourly tables, 96 for those in quarters of an hour
 */
public record EttTable(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) String file,
        @JsonProperty(required = true) int rowsPerDay,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Series {

    public EttTable {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
    }

    @Override
    public List<String> files() {
        return List.of(file);
    }

    @Override
    public Frequency frequency() {
        return rowsPerDay > 24 ? Frequency.MINUTE : Frequency.HOUR;
    }

    @Override
    public SeriesSplit cut(String split, int past, int rows) {
        return SeriesSplit.ett(rowsPerDay, split, past, rows);
    }

    @Override
    public SeriesTable table(DataSource data) throws IOException {
        return SeriesCsv.read(data.file(this, List.of(file)));
    }
}
