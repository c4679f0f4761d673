/** Keys for vendors that people and orgs bring themselves: whose key a run uses, and what may be spent with it. */
@NullMarked
package dev.atelier.core.key;

import org.jspecify.annotations.NullMarked;
