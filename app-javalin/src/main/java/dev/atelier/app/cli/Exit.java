package dev.atelier.app.cli;

/** Exit codes, the same for every command. */
final class Exit {
    static final int OK = 0;
    /** It was tried and did not work out. */
    static final int FAILED = 1;
    /** The wish or the configuration is wrong; nothing was done, nothing spent. */
    static final int WRONG_INPUT = 2;
    /** Fewer credits are available than the work costs; nothing was spent. */
    static final int NOT_ENOUGH_CREDITS = 3;
    /** Another server uses the data folder, or a process whose database answers nobody just now. */
    static final int BUSY = 4;

    private Exit() {}
}
