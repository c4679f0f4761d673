/** The port of the audit log. */
@NullMarked
package dev.atelier.core.audit.spi;

import org.jspecify.annotations.NullMarked;
