package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.golden.CaseReport;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.golden.OutputCheck;
import org.paperzoo.zoo.golden.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code paperzoo verify}: the zoo's architectures against what reference implementations answered. */
@Command(
        name = "verify",
        description =
                "Compare architectures with reference cases: each output's largest difference beside its tolerance.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Ends with the line \"N passed, N failed\", and with exit code 1 when one failed.",
            "Examples:",
            "  paperzoo verify zoo/src/test/resources/golden",
            "  paperzoo verify zoo/src/test/resources/golden/t5-tiny --json report.json"
        })
final class VerifyCommand implements Callable<Integer> {

    private static final String PYTORCH = "PyTorch";

    /** Engines that will run graphs traced from the blocks. */
    private static final Set<String> GRAPH_ENGINES = Set.of("OnnxRuntime", "TorchScript");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Case folders, or folders of case folders.")
    private List<Path> paths;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = PYTORCH,
            description = "The engine that answers (default: ${DEFAULT-VALUE}).")
    private String engine;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        refuseOtherEngines();
        List<CaseReport> reports = new ArrayList<>();
        Verifier verifier = new Verifier(EngineName.PYTORCH);
        for (Path folder : GoldenCase.find(paths)) {
            CaseReport report = verifier.verify(folder);
            reports.add(report);
            if (!json.replacesText()) {
                print(report);
            }
        }
        long passed = reports.stream().filter(CaseReport::passed).count();
        long failed = reports.size() - passed;
        if (!json.replacesText()) {
            System.out.println(passed + " passed, " + failed + " failed");
        }
        json.write(new Summary(PYTORCH, passed, failed, reports));
        return failed == 0 ? 0 : Failure.CHECK_FAILED;
    }

    private void refuseOtherEngines() {
        if (GRAPH_ENGINES.stream().anyMatch(engine::equalsIgnoreCase)) {
            throw new ParameterException(
                    spec.commandLine(), "--engine " + engine + ": only PyTorch runs the zoo's blocks today");
        }
        if (!engine.equalsIgnoreCase(PYTORCH)) {
            throw new ParameterException(spec.commandLine(), "--engine " + engine + ": no such engine; give PyTorch");
        }
    }

    private static void print(CaseReport report) {
        System.out.printf(
                Locale.ROOT,
                "%s  %s  %.1f s%n",
                report.name(),
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
