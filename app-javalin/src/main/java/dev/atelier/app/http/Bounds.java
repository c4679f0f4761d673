package dev.atelier.app.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Limits of a request field: characters of a text, items of a list, entries of a map, or the value of a number. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Bounds {
    long min() default Long.MIN_VALUE;

    long max() default Long.MAX_VALUE;
}
