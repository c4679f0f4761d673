/** Webhooks out: an org's endpoints are told of its events, signed by the Standard Webhooks specification, until they answer. */
@NullMarked
package dev.atelier.core.webhook;

import org.jspecify.annotations.NullMarked;
