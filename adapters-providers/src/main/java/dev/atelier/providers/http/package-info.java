/** The one guarded way out: every call to a vendor and every download goes through the clients built here. */
@NullMarked
package dev.atelier.providers.http;

import org.jspecify.annotations.NullMarked;
