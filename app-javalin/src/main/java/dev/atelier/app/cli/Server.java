package dev.atelier.app.cli;

import dev.atelier.app.AppConfig;
import dev.atelier.app.BlackedOut;
import dev.atelier.app.FirstStart;
import dev.atelier.app.GivenSettings;
import dev.atelier.app.WebServer;
import dev.atelier.app.Wiring;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** The life of one server process: start, tell, wait, drain. */
final class Server {
    private final AtelierCommand root;
    private final ListenOptions listen;

    Server(AtelierCommand root, ListenOptions listen) {
        this.root = root;
        this.listen = listen;
    }

    /** Runs until the process is told to stop. */
    int run() throws InterruptedException {
        return run(listen.settings(), false);
    }

    /** The same on the loopback address, without real vendors, and with something to look at. */
    int demo() throws InterruptedException {
        Map<String, String> settings = new LinkedHashMap<>(listen.settings());
        settings.put("ATELIER_HOST", "127.0.0.1");
        for (String key : List.of(
                "KIE_AI_API_KEY",
                "FAL_KEY",
                "REPLICATE_API_TOKEN",
                "ANTHROPIC_API_KEY",
                "OPENAI_API_KEY",
                "OPENROUTER_API_KEY",
                "GEMINI_API_KEY",
                "NANO_BANANA_API_KEY",
                "VEO3_API_KEY")) {
            settings.put(key, "");
        }
        return run(settings, true);
    }

    private int run(Map<String, String> settings, boolean demo) throws InterruptedException {
        GivenSettings values = root.values(settings);
        AppConfig config = AppConfig.of(values);
        if (demo && config.production()) {
            root.err().println("The demo makes up data and is refused when ATELIER_ENV=production.");
            return Exit.WRONG_INPUT;
        }
        OptionalInt port = Ports.choose(config, values.given("PORT"));
        if (port.isEmpty()) {
            root.err()
                    .println(
                            "Port " + config.port() + " of " + config.host()
                                    + " is taken; name another one with PORT or --port, or leave it out to take the next free one.");
            return Exit.WRONG_INPUT;
        }
        URI address = ServerAddress.of(config, port.getAsInt());
        Wiring wiring = Wiring.open(config, address);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(wiring, stopped), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            FirstStart.Outcome owner = wiring.firstStart().run();
            owner.newPassword().ifPresent(password -> BlackedOut.add(List.of(password.reveal())));
            WebServer web = wiring.serve(port.getAsInt());
            wiring.start();
            ServerAddress.write(config, address);
            Banner banner = new Banner(root.out(), wiring, owner, address);
            if (demo) {
                try (Demo made = Demo.start(wiring, web, owner.owner())) {
                    banner.print(made.lines(address), true);
                    stopped.await();
                }
            } else {
                banner.print(List.of(), owner.passwordFile().isPresent());
                stopped.await();
            }
            return Exit.OK;
        } finally {
            // If this is the shutdown already, the hook closes; else nothing keeps the hook.
            if (stopped.getCount() > 0 && removed(hook)) {
                wiring.close();
            }
        }
    }

    private void stop(Wiring wiring, CountDownLatch stopped) {
        root.out().println("Stopping: running requests and jobs end, the rest goes on at the next start.");
        root.out().flush();
        wiring.firstStart().forgetOutdatedPassword();
        ServerAddress.forget(wiring.config());
        wiring.close();
        root.out().println("Stopped.");
        root.out().flush();
        stopped.countDown();
    }

    private static boolean removed(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
