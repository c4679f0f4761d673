package dev.atelier.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the server until it is stopped. */
@Command(name = "serve", description = "Runs the server; the default.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private final AtelierCommand root;

    @Mixin
    ListenOptions listen = new ListenOptions();

    ServeCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Exception {
        return new Server(root, listen).run();
    }
}
