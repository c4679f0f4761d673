package dev.atelier.app.http;

/** Hears of every answer, for measurements. Thread-safe. */
@FunctionalInterface
public interface AnswerObserver {
    void answered(Answered answer);
}
