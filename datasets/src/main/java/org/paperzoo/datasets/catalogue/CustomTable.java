package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.series.Frequency;
import org.paperzoo.datasets.series.SeriesCsv;
import org.paperzoo.datasets.series.SeriesSplit;
import org.paperzoo.datasets.series.SeriesTable;

/**
 * A table as Informer's reader of other data takes it (data/data_loader.py, Dataset_Custom): a column {@code date}, the
 * target moved to the end, 70 % of the rows for training, 20 % for test, those between for validation.
 *
 * @param target the series that is forecast alone, and stands last
 * @param frequency how often it is sampled
 * @param rowsPerDay rows of a day
 */
public record CustomTable(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) String file,
        @JsonProperty(required = true) String target,
        @JsonProperty(required = true) Frequency frequency,
        @JsonProperty(required = true) int rowsPerDay,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Series {

    public CustomTable {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
    }

    @Override
    public List<String> files() {
        return List.of(file);
    }

    @Override
    public SeriesSplit cut(String split, int past, int rows) {
        return SeriesSplit.seventyTenTwenty(split, past, rows);
    }

    @Override
    public SeriesTable table(DataSource data) throws IOException {
        Path path = data.file(this, List.of(file));
        SeriesTable table = SeriesCsv.read(path);
        if (!table.columns().contains(target)) {
            throw new InvalidDataException(path + ":1: has no column \"" + target + "\", the target of " + id);
        }
        return table.withLast(target);
    }
}
