package dev.atelier.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the server for this machine alone, with something to look at. */
@Command(
        name = "demo",
        description = "Runs the server for this machine alone: signed in, with finished sandbox pictures.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private final AtelierCommand root;

    @Mixin
    ListenOptions listen = new ListenOptions();

    DemoCommand(AtelierCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws Exception {
        return new Server(root, listen).demo();
    }
}
