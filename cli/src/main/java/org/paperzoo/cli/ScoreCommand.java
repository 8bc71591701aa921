package org.paperzoo.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.score.ScoreOption;
import org.paperzoo.evaluation.score.Scorer;
import org.paperzoo.evaluation.score.Scorers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code paperzoo score}: metrics of predictions in files, without a model. Its commands are the scorers. */
@Command(
        name = "score",
        description = "Score predictions in files against references, by the papers' metrics; needs no model.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "METRIC",
        footer = {
            "",
            "Examples:",
            "  paperzoo score --list",
            "  paperzoo score exact-match --hyp hypotheses.txt --ref references.txt",
            "  paperzoo help score"
        })
final class ScoreCommand implements Callable<Integer> {

    /** Commands that show the scorers' own commands. */
    private static final Set<String> NAMES_SCORERS = Set.of("score", "help", "generate-completion");

    @Spec
    private CommandSpec spec;

    @Option(names = "--list", description = "List all metrics with their definitions and references.")
    private boolean list;

    @Mixin
    private JsonOutput json;

    /**
     * The command with one of its own for each scorer: for the one that the arguments name, if they do, and else for all.
     *
     * @param arguments the whole command line
     */
    static CommandLine line(String... arguments) {
        CommandLine line = new CommandLine(new ScoreCommand());
        boolean one = arguments.length > 1
                && arguments[0].equals("score")
                && Scorers.names().contains(arguments[1]);
        boolean none = arguments.length > 0 && !NAMES_SCORERS.contains(arguments[0]);
        List<Scorer> scorers = one ? List.of(Scorers.named(arguments[1])) : none ? List.of() : Scorers.all();
        scorers.forEach(scorer -> line.addSubcommand(scorer.name(), line(scorer)));
        return line;
    }

    private static CommandLine line(Scorer scorer) {
        CommandLine line = new CommandLine(new ScoreMetricCommand(scorer));
        CommandSpec spec = line.getCommandSpec();
        List<String> description = new ArrayList<>();
        description.add(scorer.summary().replace("%", "%%") + ".");
        scorer.definitions()
                .forEach(definition -> description.add(
                        "  " + definition.id() + ": " + definition.reference().replace("%", "%%")));
        spec.usageMessage().description(description.toArray(String[]::new));
        scorer.options().forEach(option -> spec.addOption(optionSpec(option)));
        return line;
    }

    private static OptionSpec optionSpec(ScoreOption option) {
        boolean flag = option.values() instanceof ScoreOption.Values.Flag;
        String standard = option.defaultValue() == null ? "" : " (default: " + option.defaultValue() + ")";
        OptionSpec.Builder builder = OptionSpec.builder(option.name())
                .description(option.description().replace("%", "%%") + standard)
                .required(option.required());
        if (flag) {
            return builder.type(boolean.class).arity("0").build();
        }
        builder = option.repeatable()
                ? builder.type(List.class).auxiliaryTypes(String.class)
                : builder.type(String.class);
        return builder.arity("1").paramLabel(option.label()).build();
    }

    @Override
    public Integer call() throws Exception {
        if (!list) {
            throw new ParameterException(spec.commandLine(), "which metric? paperzoo score --list names all");
        }
        json.check();
        if (!json.replacesText()) {
            Table table = Table.of("metric", "ID", "value", "unit", "range", "reference");
            for (Scorer scorer : Scorers.all()) {
                for (MetricDefinition definition : scorer.definitions()) {
                    table.add(
                            scorer.name(),
                            definition.id(),
                            definition.name(),
                            definition.unit(),
                            range(definition),
                            definition.reference());
                }
            }
            System.out.print(table);
        }
        json.write(Scorers.all().stream()
                .map(scorer ->
                        Map.of("name", scorer.name(), "definition", scorer.summary(), "metrics", scorer.definitions()))
                .collect(Collectors.toList()));
        return 0;
    }

    private static String range(MetricDefinition definition) {
        return bound(definition.minimum()) + " to " + bound(definition.maximum())
                + (definition.higherIsBetter() ? ", higher is better" : ", lower is better");
    }

    private static String bound(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "infinity" : "-infinity";
        }
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
