/** The port that keeps pictures: S3 and compatible stores, or a local folder. */
@NullMarked
package dev.atelier.storage;

import org.jspecify.annotations.NullMarked;
