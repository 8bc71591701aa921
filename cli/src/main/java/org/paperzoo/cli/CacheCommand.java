package org.paperzoo.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code paperzoo cache}: what was fetched. */
@Command(
        name = "cache",
        description = "List, check and clear what was fetched.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CacheListCommand.class, CacheVerifyCommand.class, CachePruneCommand.class})
final class CacheCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command: list, verify or prune?");
    }
}
