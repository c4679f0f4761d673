/** Credits: whole numbers, held before work starts and captured per picture that arrived. */
@NullMarked
package dev.atelier.core.credit;

import org.jspecify.annotations.NullMarked;
