package dev.atelier.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.audit.AuditAction;
import dev.atelier.core.audit.AuditChange;
import dev.atelier.core.audit.AuditOrigin;
import dev.atelier.core.audit.AuditSubject;
import dev.atelier.core.audit.RecordChange;
import dev.atelier.core.audit.spi.AuditLogContract;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.shared.Ids;
import dev.atelier.persistence.Stores;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiAuditLogTest extends AuditLogContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }

    @Test
    void theDatabaseRefusesToChangeOrForgetAnEntry() {
        Samples.Tenant tenant = Samples.tenant(store());
        new RecordChange(store().audit(), Ids.timeOrdered(Clock.systemUTC()), Clock.systemUTC())
                .record(
                        tenant.id(),
                        AuditOrigin.SYSTEM,
                        AuditChange.done(AuditAction.MEMBER_REMOVED, new AuditSubject("member", "1", "Ada")));
        for (String statement : new String[] {
            "UPDATE audit_entry SET action = 'member.joined'",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry",
            "TRUNCATE org CASCADE"
        }) {
            assertThatThrownBy(() -> stores.sql(statement)).as(statement).hasMessageContaining("append-only");
        }
        assertThat(stores.ask("SELECT count(*) FROM audit_entry WHERE action = 'member.removed'"))
                .isEqualTo("1");
    }
}
