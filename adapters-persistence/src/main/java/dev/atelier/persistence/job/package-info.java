/** The durable queue, on db-scheduler: the library claims and polls, retries and dead letters are ours. */
@NullMarked
package dev.atelier.persistence.job;

import org.jspecify.annotations.NullMarked;
