package dev.atelier.core.audit.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditActor;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditDetails;
import dev.atelier.core.audit.AuditEntry;
import dev.atelier.core.audit.AuditFilter;
import dev.atelier.core.audit.AuditId;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AuditLog} promises. */
public abstract class AuditLogContract {
    private AuditLog log;
    private Samples.Tenant tenant;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        log = store().audit();
        tenant = Samples.tenant(store());
    }

    @Test
    void whatIsWrittenIsReadBackByItsOrgAlone() {
        AuditDetails before = AuditDetails.NONE
                .with("role", "viewer")
                .with("priority", 7)
                .with("enabled", true)
                .with("order", List.of("a", "b"))
                .with("options", Map.of("quality", "high"));
        AuditChange change = AuditChange.between(
                AuditAction.MEMBER_ROLE_CHANGED, subject("u-1"), before, AuditDetails.NONE.with("role", "admin"));
        AuditOrigin origin = new AuditOrigin(AuditActor.user(tenant.user()), "203.0.113.7", "request-1");
        AuditEntry full = new AuditEntry(new AuditId(UUID.randomUUID()), tenant.id(), Samples.NOW, origin, change);
        AuditEntry bare = entry(
                Samples.NOW.minusSeconds(1),
                AuditOrigin.SYSTEM,
                AuditChange.done(AuditAction.MASTER_KEY_ROTATED, subject("k")));
        log.append(full);
        log.append(bare);
        assertThat(all(AuditFilter.ALL)).containsExactly(full, bare);
        assertThat(log.entries(Samples.tenant(store()).id(), AuditFilter.ALL, PageRequest.first(9))
                        .items())
                .isEmpty();
    }

    @Test
    void anEntryIsThereOnlyIfItsTransactionCommits() {
        AuditEntry entry = entry(Samples.NOW, AuditOrigin.SYSTEM, done("u-1"));
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    log.append(entry);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(all(AuditFilter.ALL)).isEmpty();
    }

    @Test
    void anEntryIsNeverReplaced() {
        AuditEntry entry = entry(Samples.NOW, AuditOrigin.SYSTEM, done("u-1"));
        log.append(entry);
        AuditEntry twin = new AuditEntry(entry.id(), entry.org(), entry.at(), AuditOrigin.cli(), done("u-2"));
        assertThatThrownBy(() -> log.append(twin)).isInstanceOf(RuntimeException.class);
        assertThat(all(AuditFilter.ALL)).containsExactly(entry);
    }

    @Test
    void pagesFollowEachOtherNewestFirst() {
        List<AuditEntry> written = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            // Two of one moment among them: the id parts those.
            AuditEntry entry = entry(Samples.NOW.plusSeconds(i / 2), AuditOrigin.SYSTEM, done("u-" + i));
            log.append(entry);
            written.add(entry);
        }
        List<AuditEntry> read = new ArrayList<>();
        String cursor = null;
        do {
            Page<AuditEntry> page = log.entries(tenant.id(), AuditFilter.ALL, new PageRequest(2, cursor));
            read.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(read).containsExactlyInAnyOrderElementsOf(written);
        assertThat(read.stream().map(AuditEntry::at)).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.entries(tenant.id(), AuditFilter.ALL, new PageRequest(2, "nonsense")));
    }

    @Test
    void filtersLetThroughWhatTheySay() {
        AuditOrigin ada = new AuditOrigin(AuditActor.user(tenant.user()), null, null);
        AuditEntry removed = entry(Samples.NOW, ada, AuditChange.done(AuditAction.MEMBER_REMOVED, subject("u-1")));
        AuditEntry joined = entry(
                Samples.NOW.plusSeconds(1),
                AuditOrigin.SYSTEM,
                AuditChange.done(AuditAction.MEMBER_JOINED, subject("u-2")));
        AuditEntry price =
                entry(Samples.NOW.plusSeconds(2), ada, AuditChange.done(AuditAction.PRICE_SET, subject("m-1")));
        List.of(removed, joined, price).forEach(log::append);
        String adaId = tenant.userId().toString();
        assertThat(all(new AuditFilter(adaId, null, null, null, null))).containsExactly(price, removed);
        assertThat(all(new AuditFilter(null, "member.joined", null, null, null)))
                .containsExactly(joined);
        assertThat(all(new AuditFilter(null, "member", null, null, null))).containsExactly(joined, removed);
        assertThat(all(new AuditFilter(null, "mem_er", null, null, null))).isEmpty();
        assertThat(all(new AuditFilter(null, null, "u-1", null, null))).containsExactly(removed);
        assertThat(all(new AuditFilter(null, null, null, Samples.NOW.plusSeconds(1), null)))
                .containsExactly(price, joined);
        assertThat(all(new AuditFilter(null, null, null, null, Samples.NOW.plusSeconds(1))))
                .containsExactly(removed);
        assertThat(all(new AuditFilter(adaId, "member", "u-1", Samples.NOW, Samples.NOW.plusSeconds(9))))
                .containsExactly(removed);
    }

    private List<AuditEntry> all(AuditFilter filter) {
        return log.entries(tenant.id(), filter, PageRequest.first(100)).items();
    }

    private AuditEntry entry(Instant at, AuditOrigin origin, AuditChange change) {
        return new AuditEntry(new AuditId(UUID.randomUUID()), tenant.id(), at, origin, change);
    }

    private static AuditChange done(String subject) {
        return AuditChange.done(AuditAction.MEMBER_DISABLED, subject(subject));
    }

    private static AuditSubject subject(String id) {
        return new AuditSubject("thing", id, "A thing");
    }
}
