package dev.atelier.core.upload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.Store;
import dev.atelier.core.account.OrgId;
import dev.atelier.core.fakes.Samples;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.upload.Upload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link UploadRepository} promises. */
public abstract class UploadRepositoryContract {
    private UploadRepository uploads;
    private Samples.Tenant tenant;

    /** The same store during one test. */
    protected abstract Store store();

    @BeforeEach
    void makeTenant() {
        uploads = store().uploads();
        tenant = Samples.tenant(store());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Upload ready = Samples.upload(tenant);
        Upload announced = Samples.announcedUpload(tenant);
        uploads.insert(ready);
        uploads.insert(announced);

        assertThat(uploads.find(tenant.id(), ready.id())).contains(ready);
        assertThat(uploads.find(tenant.id(), announced.id())).contains(announced);
        assertThat(uploads.find(tenant.id(), Samples.upload(tenant).id())).isEmpty();
    }

    @Test
    void anAnnouncedUploadIsListedOnceItIsReady() {
        Upload announced = Samples.announcedUpload(tenant);
        uploads.insert(announced);
        assertThat(uploads.list(tenant.id(), PageRequest.first(10)).items()).isEmpty();

        Upload completed = announced.completed(Samples.picture());
        uploads.update(completed);

        assertThat(uploads.list(tenant.id(), PageRequest.first(10)).items()).containsExactly(completed);
        assertThat(uploads.find(tenant.id(), announced.id())).contains(completed);
    }

    @Test
    void anotherOrgFindsListsAndDeletesNothing() {
        Upload upload = Samples.upload(tenant);
        uploads.insert(upload);
        OrgId other = Samples.tenant(store()).id();

        assertThat(uploads.find(other, upload.id())).isEmpty();
        assertThat(uploads.list(other, PageRequest.first(10)).items()).isEmpty();
        uploads.delete(other, upload.id());
        assertThat(uploads.find(tenant.id(), upload.id())).contains(upload);
    }

    @Test
    void aDeletedUploadIsGone() {
        Upload upload = Samples.upload(tenant);
        uploads.insert(upload);
        uploads.delete(tenant.id(), upload.id());
        uploads.delete(tenant.id(), upload.id());

        assertThat(uploads.find(tenant.id(), upload.id())).isEmpty();
    }

    @Test
    void aRolledBackUploadDoesNotExist() {
        Upload upload = Samples.upload(tenant);
        assertThatThrownBy(() -> store().transactions().run(() -> {
                    uploads.insert(upload);
                    throw new UnsupportedOperationException("back");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(uploads.find(tenant.id(), upload.id())).isEmpty();
    }

    @Test
    void pagesMissNothingThoughTimesAreEqual() {
        List<Upload> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(Samples.upload(tenant));
        }
        all.forEach(uploads::insert);

        Page<Upload> first = uploads.list(tenant.id(), PageRequest.first(3));
        Page<Upload> second = uploads.list(tenant.id(), new PageRequest(3, first.nextCursor()));
        Page<Upload> third = uploads.list(tenant.id(), new PageRequest(3, second.nextCursor()));

        List<Upload> seen = new ArrayList<>(first.items());
        seen.addAll(second.items());
        seen.addAll(third.items());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(third.nextCursor()).isNull();
        assertThatThrownBy(() -> uploads.list(tenant.id(), new PageRequest(3, "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
