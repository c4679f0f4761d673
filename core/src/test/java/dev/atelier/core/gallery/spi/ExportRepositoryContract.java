package dev.atelier.core.gallery.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.Store;
import dev.atelier.core.account.Caller;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.gallery.ExportId;
import dev.atelier.core.gallery.ImageExport;
import dev.atelier.core.generation.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ExportRepository} promises. */
public abstract class ExportRepositoryContract {
    private ExportRepository exports;
    private Samples.Tenant tenant;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        exports = store().exports();
        tenant = Samples.tenant(store());
    }

    @Test
    void whatIsWrittenIsReadBackByItsOrg() {
        ImageExport export = export(Samples.NOW.plusSeconds(60));
        exports.insert(export);
        assertThat(exports.find(tenant.id(), export.id())).contains(export);
        assertThat(exports.find(Samples.tenant(store()).id(), export.id())).isEmpty();
        assertThat(exports.find(tenant.id(), new ExportId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void whatExpiredBeforeATimeIsForgotten() {
        ImageExport old = export(Samples.NOW.minusSeconds(1));
        ImageExport fresh = export(Samples.NOW);
        exports.insert(old);
        exports.insert(fresh);
        assertThat(exports.forgetBefore(Samples.NOW)).isEqualTo(1);
        assertThat(exports.find(tenant.id(), old.id())).isEmpty();
        assertThat(exports.find(tenant.id(), fresh.id())).contains(fresh);
    }

    private ImageExport export(Instant expiresAt) {
        return new ImageExport(
                new ExportId(UUID.randomUUID()),
                new Caller(tenant.id(), tenant.userId()),
                List.of(new TaskId(UUID.randomUUID()), new TaskId(UUID.randomUUID())),
                Samples.NOW,
                expiresAt);
    }
}
