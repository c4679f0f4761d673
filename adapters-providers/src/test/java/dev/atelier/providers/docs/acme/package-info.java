/** The sample adapter of {@code docs/adding-a-provider.md}: acme is no real vendor. */
@NullMarked
package dev.atelier.providers.docs.acme;

import org.jspecify.annotations.NullMarked;
