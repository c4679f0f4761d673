package dev.atelier.core.provider.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands on an adapter's contract test, and says what cannot be asked of the adapter. Its parts are left out with a check: without
 * {@link Check#CALLBACK} there is no forged one either.
 */
@Documented
@Repeatable(Without.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Without {
    Check value();

    /** A sentence for the table, such as "It answers at once and has no tasks." */
    String because();

    /** Several of them on one test. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        Without[] value();
    }
}
