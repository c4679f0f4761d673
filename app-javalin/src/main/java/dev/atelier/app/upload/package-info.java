/** Uploads over HTTP, and the files of the local folder behind signed links. */
@NullMarked
package dev.atelier.app.upload;

import org.jspecify.annotations.NullMarked;
