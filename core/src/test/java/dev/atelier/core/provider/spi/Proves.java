package dev.atelier.core.provider.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Stands on a test, and says what it proves of the adapter; the table of all adapters is made from it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Proves {
    Check[] value();

    /** The ports of which it is proved; to be named where the test's class extends no port's contract. */
    Class<?>[] of() default {};
}
