package org.paperzoo.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.graph.UntraceableException;

/**
 * How an error ends the command: its exit code and its one line. A mistake of the user, a broken file and an absent
 * server are told in a line; only a bug has a stack trace, and that goes to a file.
 */
record Failure(int code, String message) {

    static final int CHECK_FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int BAD_INPUT = 3;
    static final int NOT_FOUND = 4;
    static final int BUG = 70;

    /** Wrappers that say nothing themselves; by name, so that telling an error loads no engine. */
    private static final Set<String> WRAPPERS = Set.of(
            "ai.djl.translate.TranslateException",
            "ai.djl.ModelException",
            "ai.djl.MalformedModelException",
            "ai.djl.repository.zoo.ModelNotFoundException");

    /** Prints what went wrong to the error stream and returns the exit code. */
    static int report(Throwable error, boolean stackTrace) {
        Failure failure = of(error);
        System.out.flush();
        System.err.println("paperzoo: " + failure.message());
        if (stackTrace) {
            System.err.print(trace(error));
        } else if (failure.code() == BUG) {
            System.err.println("This is a bug in paperzoo. " + keepTrace(error));
        }
        return failure.code();
    }

    /** Tells an error's kind. */
    static Failure of(Throwable error) {
        Throwable cause = unwrap(error);
        String message = oneLine(cause.getMessage());
        if (isOutOfMemory(cause)) {
            return new Failure(
                    BAD_INPUT,
                    "out of memory: " + message + "; try a smaller batch or model, or give Java more with"
                            + " PAPERZOO_JAVA_OPTS=-Xmx8g");
        }
        if (cause instanceof NoSuchFileException e) {
            String reason = e.getReason() == null ? "no such file or folder" : e.getReason();
            return new Failure(NOT_FOUND, oneLine(e.getFile()) + ": " + oneLine(reason));
        }
        if (cause instanceof AccessDeniedException e) {
            return new Failure(NOT_FOUND, oneLine(e.getFile()) + ": permission denied");
        }
        if (cause instanceof UnknownHostException) {
            return new Failure(NOT_FOUND, message + ": no such host, or no network");
        }
        if (cause instanceof FileNotFoundException || cause instanceof NoSuchElementException || isUnreachable(cause)) {
            return new Failure(NOT_FOUND, message);
        }
        if (cause instanceof IOException e) {
            return new Failure(BAD_INPUT, ioMessage(e));
        }
        if (cause instanceof IllegalArgumentException) {
            return new Failure(WRONG_USAGE, message);
        }
        if (cause instanceof UntraceableException) {
            return new Failure(BAD_INPUT, "no graph can hold this model: " + message);
        }
        String name = cause.getClass().getSimpleName();
        return new Failure(BUG, cause.getMessage() == null ? name : name + ": " + message);
    }

    /** A message with its control characters written out, so that no file can make it several lines or colour it. */
    static String oneLine(String message) {
        StringBuilder line = new StringBuilder();
        String.valueOf(message).codePoints().forEach(c -> {
            if (c == '\n' || c == '\r' || c == '\t') {
                line.append(' ');
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                line.append(String.format("\\u%04x", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString().strip();
    }

    private static Throwable unwrap(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null
                && (cause instanceof UncheckedIOException
                        || cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof InvocationTargetException
                        || cause instanceof ExceptionInInitializerError
                        || WRAPPERS.contains(cause.getClass().getName()))) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isOutOfMemory(Throwable cause) {
        return cause instanceof OutOfMemoryError
                || cause.getClass().getName().equals("ai.djl.engine.EngineException")
                        && (String.valueOf(cause.getMessage()).contains("DefaultCPUAllocator")
                                || String.valueOf(cause.getMessage()).contains("out of memory"));
    }

    private static boolean isUnreachable(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof SocketTimeoutException
                || cause instanceof SocketException
                || cause instanceof HttpTimeoutException
                || cause instanceof SSLException
                || cause.getClass().getSimpleName().equals("UnreachableException");
    }

    private static String ioMessage(IOException e) {
        if (e instanceof InvalidInputException || !(e instanceof FileSystemException file)) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : oneLine(e.getMessage());
        }
        String reason = file.getReason() == null ? readable(e.getClass().getSimpleName()) : file.getReason();
        return oneLine(file.getFile()) + ": " + oneLine(reason);
    }

    /** {@code FileAlreadyExistsException} as words: "file already exists". */
    private static String readable(String exceptionName) {
        return exceptionName
                .replaceAll("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static String keepTrace(Throwable error) {
        try {
            Path file = Files.createTempFile("paperzoo-", ".trace");
            Files.writeString(file, trace(error), StandardCharsets.UTF_8);
            return "Its stack trace is in " + file + "; please report it.";
        } catch (IOException e) {
            return "Run again with --stacktrace to see where it happened; please report it.";
        }
    }

    private static String trace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
