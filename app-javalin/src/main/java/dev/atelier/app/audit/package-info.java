/** The audit log over HTTP: how routes write it, and how admins read it. */
@NullMarked
package dev.atelier.app.audit;

import org.jspecify.annotations.NullMarked;
