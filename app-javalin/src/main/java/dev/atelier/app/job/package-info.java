/** Jobs and dead letters over HTTP, for admins. */
@NullMarked
package dev.atelier.app.job;

import org.jspecify.annotations.NullMarked;
