package dev.atelier.app;

import dev.atelier.app.cli.Cli;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Starts Atelier: the server, or one command. */
public final class Main {
    private static final List<String> SERVERS = List.of("serve", "demo");

    private Main() {}

    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        setUpLog(environment, args);
        // Drawing needs no screen, and must not look for one.
        System.setProperty("java.awt.headless", "true");
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        System.exit(Cli.run(environment, out, err, args));
    }

    // Before the first logger: logback reads these once.
    private static void setUpLog(Map<String, String> environment, String[] args) {
        String format = environment.getOrDefault("ATELIER_LOG", "").toLowerCase(Locale.ROOT);
        System.setProperty("atelier.log.format", format.equals("json") ? "json" : "text");
        boolean server = Arrays.stream(args).noneMatch(arg -> !arg.startsWith("-"))
                || Arrays.stream(args).anyMatch(SERVERS::contains);
        System.setProperty("atelier.log.level", server ? "INFO" : "WARN");
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
