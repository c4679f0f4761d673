/** The audit log: who changed members, keys, providers, prices or credits, when, from where, and what it was before. */
@NullMarked
package dev.atelier.core.audit;

import org.jspecify.annotations.NullMarked;
