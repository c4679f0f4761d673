/** The ports that make images and texts, one package a vendor. */
@NullMarked
package dev.atelier.providers;

import org.jspecify.annotations.NullMarked;
