/** What an installation is told of itself: one list of examinations for the command line and for the admin's page. */
@NullMarked
package dev.atelier.app.diagnosis;

import org.jspecify.annotations.NullMarked;
