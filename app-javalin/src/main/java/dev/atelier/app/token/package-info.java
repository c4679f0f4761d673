/** Access tokens over HTTP: the door that programs come through, and the routes by which people make them. */
@NullMarked
package dev.atelier.app.token;

import org.jspecify.annotations.NullMarked;
