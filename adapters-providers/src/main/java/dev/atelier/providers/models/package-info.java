/** Models whose input fields are data: what each calls its pictures, its ratio and its seed, what it takes, and what it costs. */
@NullMarked
package dev.atelier.providers.models;

import org.jspecify.annotations.NullMarked;
