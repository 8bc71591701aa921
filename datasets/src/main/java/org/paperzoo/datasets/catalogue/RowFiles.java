package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.table.Rows;
import org.paperzoo.datasets.text.Cleaning;
import org.paperzoo.datasets.text.RowTexts;
import org.paperzoo.datasets.text.TextPairs;

/**
 * Files of rows, Parquet or JSON lines, of which two columns are source and target.
 *
 * @param parts the shards of each split
 * @param aliases other names under which users may have a shard
 * @param idColumn column with the pairs' ids; null for row numbers
 * @param cleaning what the reference pipeline does to texts; null for stripping
 */
public record RowFiles(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) Map<String, List<String>> parts,
        Map<String, List<String>> aliases,
        @JsonProperty(required = true) String sourceColumn,
        @JsonProperty(required = true) String targetColumn,
        String idColumn,
        Cleaning cleaning,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Text {

    public RowFiles {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
        aliases = aliases == null ? Map.of() : Map.copyOf(aliases);
        cleaning = cleaning == null ? Cleaning.STRIP : cleaning;
    }

    @Override
    public List<String> files() {
        return Splits.files(parts);
    }

    @Override
    public List<String> files(Split split) {
        return Splits.part(this, parts, split);
    }

    @Override
    public List<Split> splits() {
        return Splits.of(parts);
    }

    @Override
    public TextPairs open(Split split, DataSource data) throws IOException {
        List<Path> shards = Splits.shards(this, parts, aliases, split, data);
        Set<String> columns = new HashSet<>(List.of(sourceColumn, targetColumn));
        if (idColumn != null) {
            columns.add(idColumn);
        }
        return new RowTexts(Rows.of(shards, columns), sourceColumn, targetColumn, idColumn, cleaning);
    }
}
