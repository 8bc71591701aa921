package org.paperzoo.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.hub.Hub;
import org.paperzoo.hub.RemoteFile;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.hub.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo pull}: the files of a model, of a data set, or single ones, into the cache. */
@Command(
        name = "pull",
        description = "Fetch the files of a model or a data set into the cache, and check them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "What the cache has already is kept if its server has nothing newer. A fetch that is broken off goes on next time.",
            "The hub is HF_ENDPOINT, or huggingface.co; HF_TOKEN is sent to it alone. PAPERZOO_CACHE is the cache's folder.",
            "Examples:",
            "  paperzoo pull bart-large-cnn",
            "  paperzoo pull ett-h1 --lock paperzoo.lock.json",
            "  paperzoo pull coco-2017 --split val",
            "  paperzoo pull hf://facebook/bart-base@main/config.json"
        })
final class PullCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            arity = "1..*",
            description = "Models, data sets, or files: hf://owner/name@revision/path, hf://datasets/owner/name@…/path,"
                    + " github://owner/name@revision/path, https://…")
    private List<String> ids;

    @Option(
            names = "--revision",
            paramLabel = "REV",
            description = "Branch, tag or commit of the models' repositories (default: their cards').")
    private String revision;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description =
                    "Only the files of this split of the data sets (train, val, test), where splits have their own;"
                            + " may be given several times (default: all).")
    private List<String> splits = List.of();

    @Mixin
    private HubOptions hub;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        Hub files = hub.hub();
        Hub.Manner manner = hub.manner(true);
        Map<String, List<Hub.Present>> pulled = new LinkedHashMap<>();
        ids.forEach(this::check);
        for (String id : ids) {
            pulled.put(id, pull(id, files, manner));
        }
        if (!json.replacesText()) {
            print(pulled);
        }
        json.write(report(pulled));
        return 0;
    }

    /** Refuses names that nothing has before anything is fetched. */
    private void check(String id) {
        if (id.contains("://")) {
            RemoteFile.parse(id);
        } else if (!Catalogue.standard().contains(id) && !isDataset(id)) {
            throw new NoSuchElementException(
                    "no model and no data set " + id + "; paperzoo list and paperzoo datasets name all");
        }
        if (!splits.isEmpty()) {
            if (!isDataset(id)) {
                throw new IllegalArgumentException("--split is of data sets; " + id + " is none");
            }
            Dataset dataset = Datasets.named(id);
            splits.forEach(split -> dataset.files(Split.named(split)));
        }
    }

    private static boolean isDataset(String id) {
        return Datasets.all().stream().anyMatch(dataset -> dataset.id().equals(id));
    }

    private List<Hub.Present> pull(String id, Hub files, Hub.Manner manner) throws IOException {
        if (id.contains("://")) {
            return List.of(files.bring(RemoteFile.parse(id), manner));
        }
        if (Catalogue.standard().contains(id)) {
            ModelStore store = new ModelStore(files, manner);
            return (revision == null ? store : store.at(revision))
                    .files(Catalogue.standard().card(id))
                    .files();
        }
        Dataset dataset = Datasets.named(id);
        if (dataset.manual() != null) {
            throw new NoSuchElementException(id + " cannot be fetched for you: " + dataset.manual());
        }
        if (dataset.supplied() && dataset.remote().isEmpty()) {
            throw new NoSuchElementException(id + " has no known address; supply its files ("
                    + String.join(", ", dataset.files()) + ") with --data DIR, from " + dataset.source());
        }
        List<RemoteFile> wanted = new ArrayList<>();
        wantedNames(dataset).forEach(name -> {
            DataSource.Remote remote = dataset.remote().get(name);
            RemoteFile file = RemoteFile.parse(remote.from());
            RemoteFile checked = remote.sha256() == null ? file : file.withSha256(remote.sha256());
            if (!wanted.contains(checked)) {
                wanted.add(checked);
            }
        });
        return files.bring(wanted, manner);
    }

    /** The names of a data set's files that were asked for and can be fetched. */
    private List<String> wantedNames(Dataset dataset) {
        return dataset.remote().keySet().stream()
                .filter(name -> splits.isEmpty()
                        || splits.stream()
                                .anyMatch(split ->
                                        dataset.files(Split.named(split)).contains(name)))
                .toList();
    }

    private static void print(Map<String, List<Hub.Present>> pulled) {
        Table table = Table.of("ID", "file", "size>", "SHA-256", "path");
        pulled.forEach((id, files) -> {
            if (files.isEmpty()) {
                table.add(id, "comes with the project", "", "", "");
            }
            files.forEach(file -> table.add(
                    id,
                    file.resolved().name(),
                    HubProgress.size(file.size()),
                    file.sha256().substring(0, 12),
                    file.path()));
        });
        System.out.print(table);
    }

    private static List<ObjectNode> report(Map<String, List<Hub.Present>> pulled) {
        List<ObjectNode> report = new ArrayList<>();
        pulled.forEach((id, files) -> files.forEach(file -> report.add(JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("file", file.asked().toString())
                .put("resolved", file.resolved().toString())
                .put("size", file.size())
                .put("sha256", file.sha256())
                .put("path", file.path().toString()))));
        return report;
    }
}
