package org.paperzoo.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code paperzoo}: parses arguments, calls the modules, prints. Exit codes: 0 done, 1 a check failed, 2
 * wrong usage, 3 bad input or data, 4 not reachable or not found, 70 a bug.
 */
@Command(
        name = "paperzoo",
        description =
                "The transformer models of the papers: pull one by its ID, run it, and measure it beside its paper.",
        versionProvider = Versions.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ListCommand.class,
            InfoCommand.class,
            PullCommand.class,
            CacheCommand.class,
            CheckpointCommand.class,
            VerifyCommand.class,
            ExportCommand.class,
            EvalCommand.class,
            BenchCommand.class,
            CompareCommand.class,
            RunCommand.class,
            ImageCommand.class,
            TrainCommand.class,
            LeaderboardCommand.class,
            ServeCommand.class,
            BenchmarksCommand.class,
            DatasetsCommand.class,
            DatasetCommand.class,
            HelpCommand.class,
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 bad input or data, 4 not reachable or not found, 70 a bug.",
            "Examples:",
            "  paperzoo list",
            "  paperzoo help verify",
            "  source <(paperzoo generate-completion)    # completion in bash and zsh"
        })
public final class Paperzoo implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of an error too, to tell the authors of a bug.")
    private boolean stackTrace;

    public static void main(String[] arguments) {
        preferNoNetwork();
        StandardStream standardOutput = new StandardStream(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(standardOutput, false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        int code = execute(arguments);
        System.out.flush();
        StopSignal.commandEnded();
        System.exit(standardOutput.exitCode(code));
    }

    /** Runs a command line; standard output and error are those of {@link System} at this time. */
    static int execute(String... arguments) {
        Paperzoo command = new Paperzoo();
        CommandLine line = new CommandLine(command);
        line.addSubcommand(ScoreCommand.line(arguments));
        line.addSubcommand(new GenerateCompletion());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((exception, unused) -> wrongUsage(exception));
        line.setExecutionExceptionHandler((exception, unused, result) -> Failure.report(exception, command.stackTrace));
        try {
            return line.execute(arguments);
        } catch (Throwable e) { // an Error: picocli hands over exceptions only
            return Failure.report(e, command.stackTrace);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** One line that says what is wrong, with what was probably meant, and one that says where help is. */
    private static int wrongUsage(ParameterException exception) {
        CommandLine line = exception.getCommandLine();
        StringBuilder message = new StringBuilder(Failure.oneLine(exception.getMessage()));
        if (exception instanceof UnmatchedArgumentException unmatched) {
            if (!unmatched.isUnknownOption() && !line.getSubcommands().isEmpty()) {
                message.replace(
                        0,
                        message.length(),
                        "no command " + Failure.oneLine(unmatched.getUnmatched().get(0)));
            }
            var suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                message.append("; did you mean ")
                        .append(String.join(", ", suggestions.subList(0, Math.min(3, suggestions.size()))))
                        .append('?');
            }
        }
        System.err.println("paperzoo: " + message);
        System.err.println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        return Failure.WRONG_USAGE;
    }

    /** DJL sends a usage ping, and downloads native libraries that it does not find, unless it is told not to. */
    private static void preferNoNetwork() {
        setUnlessChosen("OPT_OUT_TRACKING", "OPT_OUT_TRACKING");
        setUnlessChosen("DJL_OFFLINE", "ai.djl.offline");
    }

    private static void setUnlessChosen(String variable, String property) {
        if (System.getenv(variable) == null && System.getProperty(property) == null) {
            System.setProperty(property, "true");
        }
    }
}
