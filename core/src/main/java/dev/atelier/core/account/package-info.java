/** Orgs, people, roles and sessions. Every row of Atelier belongs to an org. */
@NullMarked
package dev.atelier.core.account;

import org.jspecify.annotations.NullMarked;
