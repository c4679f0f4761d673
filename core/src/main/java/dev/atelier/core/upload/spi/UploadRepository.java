package dev.atelier.core.upload.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.shared.Page;
import dev.atelier.core.shared.PageRequest;
import dev.atelier.core.upload.Upload;
import dev.atelier.core.upload.UploadId;
import java.util.Optional;

/** Rows about uploaded pictures. Thread-safe; joins the caller's transaction. */
public interface UploadRepository {
    void insert(Upload upload);

    void update(Upload upload);

    /** Empty also for another org's upload. */
    Optional<Upload> find(OrgId org, UploadId upload);

    /** The org's uploads that are ready, newest first. */
    Page<Upload> list(OrgId org, PageRequest page);

    void delete(OrgId org, UploadId upload);
}
