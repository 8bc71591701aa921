package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.golden.CaseReport;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.golden.OutputCheck;
import org.paperzoo.zoo.golden.Verifier;
import org.paperzoo.zoo.model.LoadOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code paperzoo verify}: the zoo's architectures against what reference implementations answered. */
@Command(
        name = "verify",
        description =
                "Compare architectures with reference cases: each output's largest difference beside its tolerance.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Tolerances are those of float32, at whatever precision the engine computes.",
            "Ends with the line \"N passed, N failed\", and with exit code 1 when one failed.",
            "Examples:",
            "  paperzoo verify zoo/src/test/resources/golden",
            "  paperzoo verify zoo/src/test/resources/golden/t5-tiny --engine all --json report.json"
        })
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Case folders, or folders of case folders.")
    private List<Path> paths;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        List<EngineName> engines = engine.engines(EngineName.PYTORCH);
        List<Verifier> verifiers = new ArrayList<>();
        for (EngineName name : engines) {
            LoadOptions options = engine.load(name);
            verifiers.add(new Verifier(options.runs(), options.precision(), options.runtime()));
        }
        List<CaseReport> reports = new ArrayList<>();
        for (Path folder : GoldenCase.find(paths)) {
            for (Verifier verifier : verifiers) {
                CaseReport report = verifier.verify(folder);
                reports.add(report);
                if (!json.replacesText()) {
                    print(report);
                }
            }
        }
        long passed = reports.stream().filter(CaseReport::passed).count();
        long failed = reports.size() - passed;
        if (!json.replacesText()) {
            System.out.println(passed + " passed, " + failed + " failed");
        }
        json.write(new Summary(
                engines.stream().map(EngineName::label).collect(Collectors.joining(", ")), passed, failed, reports));
        return failed == 0 ? 0 : Failure.CHECK_FAILED;
    }

    private static void print(CaseReport report) {
        System.out.printf(
                Locale.ROOT,
                "%s  %s  %s  %.1f s%n",
                report.name(),
                report.engine(),
                report.passed() ? "passed" : "FAILED",
                report.seconds());
        if (!report.checks().isEmpty()) {
            Table table = Table.of("output", "difference>", "tolerance>", "").indentedBy(2);
            report.checks()
                    .forEach(check -> table.add(
                            check.output(), number(check.largestDifference()), number(check.tolerance()), note(check)));
            System.out.print(table);
        }
        if (!report.failure().isEmpty()) {
            System.out.println("  " + Failure.oneLine(report.failure()));
        }
        System.out.flush();
    }

    private static String note(OutputCheck check) {
        String verdict = check.passed() ? "" : "FAILED";
        return check.note().isEmpty() ? verdict : (verdict + " " + check.note()).strip();
    }

    private static String number(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.2e", value);
    }

    /** What is written as JSON. */
    private record Summary(String engine, long passed, long failed, List<CaseReport> cases) {}
}
