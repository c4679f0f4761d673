package dev.atelier.app.diagnosis;

import java.util.function.Supplier;

/**
 * One question about the installation. Asking costs nothing and changes nothing.
 *
 * @param id what programs call it, such as {@code clock}
 * @param title what people call it
 * @param costly true if it reads through all there is: then it is for the command line alone
 * @param question may block, and may throw, which is a failure
 * @param remedy the hint if it throws
 */
public record Examination(String id, String title, boolean costly, Supplier<Finding> question, String remedy) {
    static Examination of(String id, String title, String remedy, Supplier<Finding> question) {
        return new Examination(id, title, false, question, remedy);
    }

    /** Asks. */
    public Finding look() {
        try {
            return question.get();
        } catch (RuntimeException e) {
            String message = e.getMessage();
            return Finding.failed(message == null ? e.getClass().getSimpleName() : message, remedy);
        }
    }
}
