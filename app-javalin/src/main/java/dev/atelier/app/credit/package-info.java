/** Credits over HTTP: an org's balance and ledger, and what admins put in. */
@NullMarked
package dev.atelier.app.credit;

import org.jspecify.annotations.NullMarked;
