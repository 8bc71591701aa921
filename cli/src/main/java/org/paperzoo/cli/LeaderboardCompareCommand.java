package org.paperzoo.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.paperzoo.evaluation.score.SignificanceSettings;
import org.paperzoo.evaluation.score.SignificanceSettings.PairedTest;
import org.paperzoo.leaderboard.comparison.RunComparison;
import org.paperzoo.leaderboard.comparison.RunComparison.ValuePair;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo leaderboard compare}: two runs, with a paired test where both kept their examples. */
@Command(
        name = "compare",
        description = "Compare two runs of one benchmark; with a paired test where both kept their examples.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A run is named by its address, or the beginning of it (at least 4 digits).",
            "Example:",
            "  paperzoo leaderboard compare 3fa9c1 77be02 --test ar"
        })
final class LeaderboardCompareCommand implements Callable<Integer> {

    @Mixin
    private StoreOption store;

    @Parameters(index = "0", paramLabel = "BASELINE", description = "The first run.")
    private String baseline;

    @Parameters(index = "1", paramLabel = "SYSTEM", description = "The second run.")
    private String system;

    @Option(
            names = "--test",
            paramLabel = "TEST",
            defaultValue = "bs",
            description = "bs, the paired bootstrap, or ar, approximate randomisation (default: ${DEFAULT-VALUE}).")
    private String test;

    @Override
    public Integer call() throws IOException {
        PairedTest paired = Arrays.stream(PairedTest.values())
                .filter(each -> each.word().equals(test))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--test " + test + "; expected bs or ar"));
        SignificanceSettings usual = SignificanceSettings.defaults();
        SignificanceSettings settings =
                new SignificanceSettings(usual.resamples(), usual.level(), usual.seed(), paired);
        try (ResultStore results = store.open()) {
            StoredResult first = results.find(baseline);
            StoredResult second = results.find(system);
            RunComparison comparison = RunComparison.of(results, first, second, settings);
            Table table = Table.of("value", "baseline>", "system>", "difference>", "p>");
            for (ValuePair pair : comparison.values()) {
                table.add(
                        pair.baseline().headline()
                                ? pair.baseline().metric()
                                : pair.baseline().metric() + "."
                                        + pair.baseline().name(),
                        number("%.6g", pair.baseline().value()),
                        number("%.6g", pair.system().value()),
                        number("%+.6g", pair.difference()),
                        pair.paired() == null
                                ? ""
                                : number("%.4f", pair.paired().pValue()));
            }
            System.out.print(table);
            System.out.println(comparison
                    .unpaired()
                    .map(reason -> "no paired test: " + reason)
                    .orElse("p: " + (paired == PairedTest.BOOTSTRAP ? "paired bootstrap" : "approximate randomisation")
                            + ", two-sided"));
        }
        return 0;
    }

    private static String number(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }
}
