/** Callbacks of vendors over HTTP, and the inbox that admins see. */
@NullMarked
package dev.atelier.app.callback;

import org.jspecify.annotations.NullMarked;
