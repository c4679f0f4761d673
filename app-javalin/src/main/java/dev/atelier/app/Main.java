package dev.atelier.app;

/** Starts Atelier. A placeholder until the wiring arrives. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("Atelier: nothing to start yet");
    }
}
