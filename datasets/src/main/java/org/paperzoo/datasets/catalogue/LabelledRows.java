package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.table.Rows;
import org.paperzoo.datasets.text.LabelledText;
import org.paperzoo.datasets.text.RowLabels;

/**
 * Files of rows, Parquet or JSON lines, of which one column is a text, maybe another a second one, and one the class.
 *
 * @param parts the shards of each split
 * @param aliases other names under which users may have a shard
 * @param textColumn column of the text
 * @param secondColumn column of the text that belongs to it, or null
 * @param labelColumn column of the class
 * @param idColumn column with the texts' ids; null for row numbers
 * @param idAlias the name of that column in files of JSON lines, where it is another; else null
 */
public record LabelledRows(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) Map<String, List<String>> parts,
        Map<String, List<String>> aliases,
        @JsonProperty(required = true) String textColumn,
        String secondColumn,
        @JsonProperty(required = true) String labelColumn,
        String idColumn,
        String idAlias,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Listed<LabelledText> {

    public LabelledRows {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
        aliases = aliases == null ? Map.of() : Map.copyOf(aliases);
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
    public Examples<LabelledText> open(Split split, DataSource data) throws IOException {
        List<Path> shards = Splits.shards(this, parts, aliases, split, data);
        Set<String> columns = new HashSet<>(List.of(textColumn, labelColumn));
        boolean json = !shards.get(0).toString().endsWith(".parquet");
        String ids = json && idAlias != null ? idAlias : idColumn;
        for (String column : new String[] {secondColumn, ids}) {
            if (column != null) {
                columns.add(column);
            }
        }
        return new RowLabels(Rows.of(shards, columns), textColumn, secondColumn, labelColumn, ids);
    }
}
