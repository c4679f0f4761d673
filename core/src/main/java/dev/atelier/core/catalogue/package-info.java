/** Models, what each can do, and what it costs. */
@NullMarked
package dev.atelier.core.catalogue;

import org.jspecify.annotations.NullMarked;
