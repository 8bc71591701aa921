package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the launcher as a user does: a process of its own. */
final class Launcher {

    /** The first start of all may build. */
    private static final long LONGEST_MINUTES = 20;

    static final Path ROOT =
            Path.of(System.getProperty("paperzoo.root")).toAbsolutePath().normalize();

    private static boolean built;

    private Launcher() {}

    /** What a start printed and how it ended. */
    record Outcome(int code, String output, String errors) {

        /** Checks the code; a failure shows what was printed. */
        Outcome endedWith(int expected) {
            assertEquals(expected, code, () -> "output:\n" + output + "errors:\n" + errors);
            return this;
        }

        /** Checks that the error stream holds one line from the command about {@code what}, and no stack trace. */
        Outcome toldInOneLine(String what) {
            List<String> lines =
                    errors.lines().filter(line -> line.startsWith("paperzoo: ")).toList();
            assertEquals(1, lines.size(), errors);
            assertTrue(lines.get(0).contains(what), () -> "no \"" + what + "\" in: " + errors);
            return withoutStackTrace();
        }

        Outcome withoutStackTrace() {
            assertFalse(errors.contains("\tat "), errors);
            assertFalse(errors.contains("Exception in thread"), errors);
            return this;
        }
    }

    /** Runs {@code paperzoo} with arguments in the project's folder. */
    static Outcome paperzoo(Object... arguments) throws IOException, InterruptedException {
        buildWhatIsMissing();
        return start(ROOT, ROOT.resolve("paperzoo"), arguments);
    }

    /** The same with variables of its environment set. */
    static Outcome paperzoo(Map<String, String> environment, Object... arguments)
            throws IOException, InterruptedException {
        buildWhatIsMissing();
        return start(environment, ROOT, ROOT.resolve("paperzoo"), arguments);
    }

    /** A start that builds says so; those under test shall have nothing to say of it. */
    private static synchronized void buildWhatIsMissing() throws IOException, InterruptedException {
        if (!built) {
            start(ROOT, ROOT.resolve("paperzoo"), "--version").endedWith(0);
            built = true;
        }
    }

    /** Runs a launcher, perhaps by another path, in a folder. */
    static Outcome start(Path folder, Path launcher, Object... arguments) throws IOException, InterruptedException {
        return start(Map.of(), folder, launcher, arguments);
    }

    /** Runs {@code paperzoo}, and asks it to end, as Ctrl-C and {@code kill} do, once {@code sign} is there. */
    static Outcome paperzooUntil(Path sign, Object... arguments) throws IOException, InterruptedException {
        buildWhatIsMissing();
        return start(
                Map.of(),
                ROOT,
                process -> {
                    while (process.isAlive() && !Files.exists(sign)) {
                        Thread.sleep(20);
                    }
                    process.destroy();
                },
                ROOT.resolve("paperzoo"),
                arguments);
    }

    /** What is done to a process while it runs. */
    private interface Treatment {
        void of(Process process) throws InterruptedException;
    }

    private static Outcome start(Map<String, String> environment, Path folder, Path launcher, Object... arguments)
            throws IOException, InterruptedException {
        return start(environment, folder, process -> {}, launcher, arguments);
    }

    private static Outcome start(
            Map<String, String> environment, Path folder, Treatment treatment, Path launcher, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path output = Files.createTempFile("paperzoo-test-", ".out");
        Path errors = Files.createTempFile("paperzoo-test-", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            treatment.of(process);
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end in " + LONGEST_MINUTES + " minutes");
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
