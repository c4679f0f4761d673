/** Adapters that come in jars of their own. What a jar may use is named in {@code docs/adding-a-provider.md}. */
@NullMarked
package dev.atelier.providers.outside;

import org.jspecify.annotations.NullMarked;
