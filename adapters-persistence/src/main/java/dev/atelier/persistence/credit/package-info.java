/** The credit ledger in PostgreSQL. The database's own constraints carry its safety. */
@NullMarked
package dev.atelier.persistence.credit;

import org.jspecify.annotations.NullMarked;
