/** What own keys need from outside. */
@NullMarked
package dev.atelier.core.key.spi;

import org.jspecify.annotations.NullMarked;
