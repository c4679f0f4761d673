package dev.atelier.providers.http;

import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.spi.TaskProvider;
import java.time.Duration;

/** What every provider of tasks says of its account. */
public abstract class AccountTasks implements TaskProvider {
    private final VendorAccount account;

    protected AccountTasks(VendorAccount account) {
        this.account = account;
    }

    protected final VendorAccount account() {
        return account;
    }

    @Override
    public final ProviderId id() {
        return account.id();
    }

    @Override
    public final String displayName() {
        return account.displayName();
    }

    @Override
    public final Duration callTimeout() {
        return account.callTimeout();
    }
}
