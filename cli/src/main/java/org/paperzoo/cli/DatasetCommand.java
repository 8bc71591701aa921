package org.paperzoo.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code paperzoo dataset}: looks into one data set, and writes it for other tools. */
@Command(
        name = "dataset",
        description = "Look into a data set, or write it in the form that other tools read.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DatasetShowCommand.class, DatasetWriteCommand.class})
final class DatasetCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "dataset what? show or write");
    }
}
