/** Pictures that people bring: references and products. */
@NullMarked
package dev.atelier.core.upload;

import org.jspecify.annotations.NullMarked;
