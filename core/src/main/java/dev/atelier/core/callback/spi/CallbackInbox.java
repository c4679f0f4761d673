package dev.atelier.core.callback.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.callback.CallbackId;
import dev.atelier.core.callback.StoredCallback;
import dev.atelier.core.generation.AttemptId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every callback that carried a token of ours, as it came. Thread-safe; joins the caller's transaction. */
public interface CallbackInbox {
    /** @return false if the attempt has a callback with this very body already */
    boolean store(StoredCallback callback);

    /** The attempt's callbacks, oldest first. */
    List<StoredCallback> ofAttempt(OrgId org, AttemptId attempt);

    /** Notes what came of the attempt's callbacks that nobody processed yet. */
    void markProcessed(OrgId org, AttemptId attempt, Instant at, String outcome);

    Optional<StoredCallback> find(OrgId org, CallbackId callback);

    /**
     * The org's callbacks, newest first.
     *
     * @param processed null for all
     */
    Page<StoredCallback> list(OrgId org, @Nullable Boolean processed, PageRequest page);
}
