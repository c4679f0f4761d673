package dev.atelier.app.cli;

import dev.atelier.app.BlackedOut;
import dev.atelier.app.ConfigProblem;
import dev.atelier.app.DataFolderBusy;
import java.io.PrintWriter;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs one command line. */
public final class Cli {
    private Cli() {}

    /**
     * @param environment the settings, by the names of environment variables
     * @return the exit code
     */
    public static int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
        AtelierCommand root = new AtelierCommand(environment);
        CommandLine admin = new CommandLine(new AdminCommand())
                .addSubcommand(new CreateOwnerCommand(root))
                .addSubcommand(new ResetPasswordCommand(root))
                .addSubcommand(new SignInLinkCommand(root))
                .addSubcommand(new AccessTokenCommand(root));
        CommandLine commands = new CommandLine(root)
                .addSubcommand(new ServeCommand(root))
                .addSubcommand(new DemoCommand(root))
                .addSubcommand(new GenerateCommand(root))
                .addSubcommand(new DoctorCommand(root))
                .addSubcommand(new MigrateCommand(root))
                .addSubcommand("ledger", new CommandLine(new LedgerCommand()).addSubcommand(new VerifyCommand(root)))
                .addSubcommand("admin", admin)
                .addSubcommand("keys", new CommandLine(new KeysCommand()).addSubcommand(new RotateCommand(root)))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> tell(failure, err));
        int code = commands.execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    private static int tell(Exception failure, PrintWriter err) {
        if (failure instanceof ConfigProblem problem) {
            problem.sentences().forEach(err::println);
            return Exit.WRONG_INPUT;
        }
        if (failure instanceof DataFolderBusy) {
            err.println(
                    "Another Atelier uses this data folder: stop it, or name another folder with --data; if it is starting or"
                            + " stopping just now, try again.");
            return Exit.BUSY;
        }
        if (failure instanceof InterruptedException) {
            err.println("Interrupted.");
            return Exit.FAILED;
        }
        Logger log = LoggerFactory.getLogger(Cli.class);
        log.debug("the command failed", failure);
        err.println(BlackedOut.in(sentence(failure)));
        return Exit.FAILED;
    }

    private static String sentence(Throwable failure) {
        Throwable cause = failure;
        StringBuilder text = new StringBuilder("It failed: ").append(words(failure));
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause != failure) {
            text.append(" (").append(words(cause)).append(')');
        }
        return text.append('.').toString();
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
