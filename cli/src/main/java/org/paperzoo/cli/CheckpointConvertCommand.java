package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.checkpoint.SafetensorsWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo checkpoint convert}: any checkpoint as one safetensors file, whole or not at all. */
@Command(
        name = "convert",
        description = "Write a checkpoint as one safetensors file.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A file of that name is replaced when the new one is whole; the input is never written.",
            "Examples:",
            "  paperzoo checkpoint convert pytorch_model.bin -o model.safetensors",
            "  paperzoo checkpoint convert training.ckpt --key ema.state_dict -o model.safetensors"
        })
final class CheckpointConvertCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            description =
                    "safetensors, a sharded checkpoint's index, PyTorch's zip or legacy format, or a folder of one.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "The safetensors file to write; its folder must be there.")
    private Path output;

    @Option(
            names = "--key",
            paramLabel = "PATH",
            description = "Where in a PyTorch checkpoint the state dict is, such as model or ema.state_dict.")
    private String key;

    @Override
    public Integer call() throws IOException {
        refuseTheInputAsOutput();
        try (Checkpoint checkpoint = Checkpoints.open(file, key)) {
            SafetensorsWriter.write(output, checkpoint, Map.of("format", "pt"));
            long bytes = checkpoint.names().stream()
                    .mapToLong(name -> checkpoint.info(name).bytes())
                    .sum();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d tensors, %,d bytes%n",
                    output,
                    checkpoint.names().size(),
                    bytes);
        }
        return 0;
    }

    /** Replacing a mapped file would end the process, and a shard that is overwritten is lost. */
    private void refuseTheInputAsOutput() throws IOException {
        Path folder = output.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "no such folder");
        }
        if (!Files.exists(output) || !Files.exists(file)) {
            return;
        }
        if (Files.isSameFile(file, output) || isShard()) {
            throw new IllegalArgumentException(
                    "-o " + output + " is the input itself, or a part of it; give another file");
        }
    }

    /** Whether the output is a file of the checkpoint that the input, a folder or an index, stands for. */
    private boolean isShard() throws IOException {
        Path folder = Files.isDirectory(file) ? file : file.toAbsolutePath().getParent();
        boolean several = Files.isDirectory(file) || file.toString().endsWith(".json");
        if (!several || folder == null) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path member : files.toList()) {
                if (Files.isSameFile(member, output)) {
                    return true;
                }
            }
        }
        return false;
    }
}
