/** Models, what they can do and what they cost, over HTTP. */
@NullMarked
package dev.atelier.app.catalogue;

import org.jspecify.annotations.NullMarked;
