package dev.atelier.app.diagnosis;

import dev.atelier.app.AppConfig;
import dev.atelier.app.Wiring;
import dev.atelier.core.secret.Secret;
import dev.atelier.core.secret.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The one list of examinations of an installation. */
public final class Diagnostics {
    private static final long FAILED_BELOW_MB = 200;
    private static final long WARNING_BELOW_MB = 2_000;
    private static final String FIRST_START = "Start the server once, or run: atelier admin create-owner.";

    private Diagnostics() {}

    /** All of them, for the providers that are configured now. */
    public static List<Examination> of(Wiring wiring) {
        AppConfig config = wiring.config();
        List<Examination> all = new ArrayList<>();
        all.add(Examination.of("settings", "Settings", "", () -> settings(config)));
        all.addAll(DatabaseExaminations.of(wiring));
        all.add(StorageExamination.of(wiring.blobs(), config));
        all.add(Examination.of(
                "disk", "Disk space", "ATELIER_DATA names a folder that cannot be looked at.", () -> disk(config)));
        all.add(Examination.of("public_url", "Public address", "", () -> publicUrl(config)));
        all.add(Examination.of("callbacks_url", "Address for callbacks", "", () -> callbacksUrl(config)));
        all.add(Examination.of(
                "encryption_key",
                "Key that seals provider keys",
                "PROVIDER_KEY_ENCRYPTION_SECRET cannot be used.",
                () -> encryptionKey(config, wiring.secretBox())));
        all.add(Examination.of(
                "owner",
                "Owner",
                FIRST_START,
                () -> wiring.store().accounts().hasOwner()
                        ? Finding.ok("is there")
                        : Finding.warning("is missing: the first start makes one", FIRST_START)));
        all.addAll(ProviderExaminations.of(wiring.atelier().registry()));
        all.addAll(QueueExaminations.ofAll(wiring.store(), wiring.clock()));
        return all;
    }

    private static Finding settings(AppConfig config) {
        return config.notes().isEmpty()
                ? Finding.ok("can all be used")
                : Finding.warning(
                        String.join(" ", config.notes()), "docs/configuration.md lists every setting there is.");
    }

    private static Finding disk(AppConfig config) {
        Path data = config.data();
        long freeMb;
        try {
            freeMb = Files.getFileStore(data).getUsableSpace() >> 20;
        } catch (IOException e) {
            throw new UncheckedIOException(data + " cannot be looked at", e);
        }
        String detail = freeMb + " MB are free in " + data;
        String hint = "Make room, or let ATELIER_DATA name a folder on a larger disk.";
        if (freeMb < FAILED_BELOW_MB) {
            return Finding.failed(detail, hint);
        }
        return freeMb < WARNING_BELOW_MB ? Finding.warning(detail, hint) : Finding.ok(detail);
    }

    private static Finding publicUrl(AppConfig config) {
        URI url = config.publicUrl();
        if (url == null) {
            return config.loopback()
                    ? Finding.ok("is not set: only this computer reaches the server")
                    : Finding.warning("is not set, though others reach the server", "Set ATELIER_PUBLIC_URL=https://…");
        }
        return insecure(url)
                ? Finding.warning(
                        url + " is not encrypted: passwords and pictures can be read on the way",
                        "Put a proxy with TLS in front and set ATELIER_PUBLIC_URL=https://…")
                : Finding.ok(url.toString());
    }

    private static Finding callbacksUrl(AppConfig config) {
        URI url = config.callbackBase();
        if (url == null) {
            return Finding.warning(
                    "is not set: vendors cannot call back, every picture is asked for again and again",
                    "If vendors can reach this server, set CALLBACK_BASE_URL=https://…");
        }
        return insecure(url)
                ? Finding.warning(url + " is not encrypted", "Set CALLBACK_BASE_URL=https://…")
                : Finding.ok(url.toString());
    }

    private static boolean insecure(URI url) {
        String host = url.getHost();
        return "http".equals(url.getScheme()) && !"localhost".equals(host) && !"127.0.0.1".equals(host);
    }

    private static Finding encryptionKey(AppConfig config, SecretBox box) {
        Secret probe = Secret.of("a probe that is no secret");
        if (!box.open(box.seal(probe, "diagnosis"), "diagnosis").reveal().equals(probe.reveal())) {
            return Finding.failed("does not open what it sealed", "Check PROVIDER_KEY_ENCRYPTION_SECRET.");
        }
        if (config.masterKeys() != null) {
            return Finding.ok("is the one of PROVIDER_KEY_ENCRYPTION_SECRET");
        }
        String where = "lies in " + config.inData("secrets") + "; keep a copy of it";
        return config.databaseUrl() == null
                ? Finding.ok(where)
                : Finding.warning(
                        where + "; other servers of this database cannot open what it seals",
                        "Set PROVIDER_KEY_ENCRYPTION_SECRET to the same value on every server.");
    }
}
