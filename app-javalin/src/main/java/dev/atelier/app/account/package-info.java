/** Signing in and out, and the people of an org, over HTTP. */
@NullMarked
package dev.atelier.app.account;

import org.jspecify.annotations.NullMarked;
