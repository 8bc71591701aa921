package org.paperzoo.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code paperzoo checkpoint}: looks into official weights, and writes them as safetensors. */
@Command(
        name = "checkpoint",
        description = "Look into a checkpoint, or convert it to safetensors.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CheckpointShowCommand.class, CheckpointConvertCommand.class})
final class CheckpointCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "checkpoint what? show or convert");
    }
}
