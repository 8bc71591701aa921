package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo checkpoint show}: names, types and shapes, without reading a tensor. */
@Command(
        name = "show",
        description = "List the tensors of a checkpoint: names, types and shapes.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  paperzoo checkpoint show pytorch_model.bin",
            "  paperzoo checkpoint show training.ckpt --key ema.state_dict --json -"
        })
final class CheckpointShowCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            description =
                    "safetensors, a sharded checkpoint's index, PyTorch's zip or legacy format, or a folder of one.")
    private Path file;

    @Option(
            names = "--key",
            paramLabel = "PATH",
            description = "Where in a PyTorch checkpoint the state dict is, such as model or ema.state_dict.")
    private String key;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        try (Checkpoint checkpoint = Checkpoints.open(file, key)) {
            List<TensorInfo> tensors =
                    checkpoint.names().stream().map(checkpoint::info).toList();
            Listing listing = Listing.of(checkpoint.source(), tensors);
            if (!json.replacesText()) {
                print(listing);
            }
            json.write(listing);
        }
        return 0;
    }

    private static void print(Listing listing) {
        if (!listing.tensors().isEmpty()) {
            Table table = Table.of("name", "type", "shape");
            listing.tensors().forEach(tensor -> table.add(tensor.name(), tensor.type(), shape(tensor)));
            System.out.print(table);
        }
        System.out.printf(
                Locale.ROOT,
                "%d tensors, %,d elements, %,d bytes%n",
                listing.tensors().size(),
                listing.elements(),
                listing.bytes());
    }

    private static String shape(TensorInfo tensor) {
        return tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    /** What is written as JSON. */
    private record Listing(String source, List<TensorInfo> tensors, long elements, long bytes) {

        static Listing of(String source, List<TensorInfo> tensors) {
            return new Listing(
                    source,
                    tensors,
                    tensors.stream().mapToLong(TensorInfo::elements).sum(),
                    tensors.stream().mapToLong(TensorInfo::bytes).sum());
        }
    }
}
