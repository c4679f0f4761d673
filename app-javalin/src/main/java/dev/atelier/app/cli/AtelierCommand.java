package dev.atelier.app.cli;

import dev.atelier.app.AppConfig;
import dev.atelier.app.GivenSettings;
import dev.atelier.app.Version;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program's name, the options of every command, and what runs if no command is named: the server. */
@Command(
        name = "atelier",
        description = "Turns a prompt and pictures into finished images, and accounts for every credit.",
        synopsisSubcommandLabel = "[COMMAND]",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Without a command the server runs. Settings are environment variables, or lines of a .env file:",
            "docs/configuration.md lists them. Exit codes: 0 well, 1 failed, 2 wrong input or configuration,",
            "3 not enough credits, 4 the data folder is in use by another server."
        })
final class AtelierCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Folder for everything kept on this machine (./atelier-data).")
    @Nullable
    String data;

    @Option(
            names = "--db",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "PostgreSQL URL; an embedded PostgreSQL without it.")
    @Nullable
    String database;

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "File with settings (.env).")
    Path envFile = Path.of(".env");

    @Mixin
    ListenOptions listen = new ListenOptions();

    @Spec
    CommandSpec spec;

    AtelierCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws Exception {
        return new Server(this, listen).run();
    }

    /** All settings as they were given, with these of the command on top. */
    GivenSettings values(Map<String, String> more) {
        Map<String, String> options = new LinkedHashMap<>(more);
        if (data != null) {
            options.put("ATELIER_DATA", data);
        }
        if (database != null) {
            options.put("DATABASE_URL", database);
        }
        return AppConfig.values(environment, envFile, options);
    }

    AppConfig config() {
        return AppConfig.of(values(Map.of()));
    }

    PrintWriter out() {
        return spec.root().commandLine().getOut();
    }

    PrintWriter err() {
        return spec.root().commandLine().getErr();
    }
}
