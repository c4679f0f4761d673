package dev.atelier.core.gallery.spi;

import dev.atelier.core.account.OrgId;
import dev.atelier.core.gallery.ExportId;
import dev.atelier.core.gallery.ImageExport;
import java.time.Instant;
import java.util.Optional;

/**
 * Wishes for exports; the files themselves are never stored.
 *
 * <p>Every implementation passes {@code ExportRepositoryContract}. Thread-safe; joins the caller's transaction. Another org's id
 * finds nothing.
 */
public interface ExportRepository {
    void insert(ImageExport export);

    /** Expired ones too, until they are forgotten. */
    Optional<ImageExport> find(OrgId org, ExportId export);

    /**
     * Deletes what expired before this time.
     *
     * @return how many
     */
    int forgetBefore(Instant time);
}
