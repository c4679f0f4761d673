/** What keeps secrets out of log lines. */
@NullMarked
package dev.atelier.app.log;

import org.jspecify.annotations.NullMarked;
