package dev.atelier.providers.guard;

import dev.atelier.core.callback.RawCallback;
import dev.atelier.core.provider.CallbackSignal;
import dev.atelier.core.provider.ProviderId;
import dev.atelier.core.provider.TaskProgress;
import dev.atelier.core.provider.VendorTaskId;
import dev.atelier.core.provider.spi.TaskProvider;
import java.time.Duration;
import java.util.Optional;

/** A vendor of finished files behind its guards; what makes no call goes straight through. */
abstract class GuardedTasks<P extends TaskProvider> implements TaskProvider {
    final P vendor;
    final RowGuards guards;

    GuardedTasks(P vendor, RowGuards guards) {
        this.vendor = vendor;
        this.guards = guards;
    }

    @Override
    public final ProviderId id() {
        return vendor.id();
    }

    @Override
    public final String displayName() {
        return vendor.displayName();
    }

    @Override
    public final Duration callTimeout() {
        return vendor.callTimeout();
    }

    @Override
    public final boolean callsBack() {
        return vendor.callsBack();
    }

    @Override
    public final TaskProgress poll(VendorTaskId task) {
        return guards.of(Operation.POLL).call(() -> vendor.poll(task));
    }

    @Override
    public final boolean looksUpByReference() {
        return vendor.looksUpByReference();
    }

    @Override
    public final Optional<VendorTaskId> findByReference(String reference) {
        return guards.of(Operation.POLL).call(() -> vendor.findByReference(reference));
    }

    @Override
    public final CallbackSignal readCallback(RawCallback callback) {
        return vendor.readCallback(callback);
    }
}
