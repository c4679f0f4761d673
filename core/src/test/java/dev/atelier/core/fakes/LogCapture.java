package dev.atelier.core.fakes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Every line that is logged while it is open, down to the finest. */
public class LogCapture extends Handler implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Level before = ROOT.getLevel();
    private final List<Handler> handlers = List.of(ROOT.getHandlers());

    public LogCapture() {
        setLevel(Level.ALL);
        setFormatter(new SimpleFormatter());
        handlers.forEach(ROOT::removeHandler);
        ROOT.addHandler(this);
        ROOT.setLevel(Level.ALL);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(getFormatter().format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
        handlers.forEach(ROOT::addHandler);
        ROOT.setLevel(before);
    }
}
