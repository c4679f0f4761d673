package dev.atelier.core.secret.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Store;
import dev.atelier.core.fakes.Together;
import dev.atelier.core.secret.SealedSecret;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link InstallationSecretRepository} promises. */
public abstract class InstallationSecretRepositoryContract {
    private final String name = "pepper-" + UUID.randomUUID();
    private InstallationSecretRepository secrets;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void find() {
        secrets = store().installationSecrets();
    }

    @Test
    void theFirstOneStays() {
        assertThat(secrets.find(name)).isEmpty();
        assertThat(secrets.putIfAbsent(name, sealed("a"))).isEqualTo(sealed("a"));
        assertThat(secrets.putIfAbsent(name, sealed("b"))).isEqualTo(sealed("a"));
        assertThat(secrets.find(name)).contains(sealed("a"));
        assertThat(secrets.names()).contains(name).isSorted();
    }

    @Test
    void manyWhoStartAtOnceAgree() {
        List<SealedSecret> read = Together.run(16, i -> secrets.putIfAbsent(name, sealed("s" + i)));

        assertThat(new HashSet<>(read)).hasSize(1);
        assertThat(secrets.find(name)).contains(read.get(0));
    }

    @Test
    void itIsReplacedByWhoReadTheNewestOne() {
        secrets.putIfAbsent(name, sealed("a"));
        assertThat(secrets.replace(name, sealed("a"), sealed("b"))).isTrue();
        assertThat(secrets.replace(name, sealed("a"), sealed("c"))).isFalse();
        assertThat(secrets.find(name)).contains(sealed("b"));
        assertThat(secrets.replace(name + "x", sealed("a"), sealed("b"))).isFalse();
    }

    private static SealedSecret sealed(String text) {
        return new SealedSecret(text, "k1", "****");
    }
}
