/** Budgets of requests that all servers share, in PostgreSQL. The library's buckets are the port: the core limits nobody. */
@NullMarked
package dev.atelier.persistence.limit;

import org.jspecify.annotations.NullMarked;
