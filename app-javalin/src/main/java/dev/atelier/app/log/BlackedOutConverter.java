package dev.atelier.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import dev.atelier.app.BlackedOut;

/** {@code %blackedOut(...)} in a pattern: its inside without known secrets, stack traces included. */
public final class BlackedOutConverter extends CompositeConverter<ILoggingEvent> {
    @Override
    protected String transform(ILoggingEvent event, String in) {
        return BlackedOut.in(in);
    }
}
