/** The configured providers over HTTP, for the operator's admins. */
@NullMarked
package dev.atelier.app.provider;

import org.jspecify.annotations.NullMarked;
