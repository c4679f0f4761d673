/** Access tokens: what a program shows instead of a password, with what it may do and how much it may spend. */
@NullMarked
package dev.atelier.core.token;

import org.jspecify.annotations.NullMarked;
