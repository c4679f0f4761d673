/** Signing in at OpenID Connect issuers, their tokens at the API, and people whom a trusted gateway names. */
@NullMarked
package dev.atelier.app.sso;

import org.jspecify.annotations.NullMarked;
