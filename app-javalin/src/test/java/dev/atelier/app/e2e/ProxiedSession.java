package dev.atelier.app.e2e;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection of the server to PostgreSQL, seen from between. The driver sends its messages in groups, each ended by a Sync and
 * answered by a ReadyForQuery. A group is judged as a whole before it goes on; one that would be a transaction of its own is first
 * sent without its Sync, so that its row count is known before it commits.
 */
final class ProxiedSession {
    private static final Pattern WRITE = Pattern.compile(
            "\\b(insert\\s+into|update|delete\\s+from)\\s+(?!set\\b|skip\\b|of\\b|nowait\\b)(\\w+)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CHANGED = Pattern.compile("(INSERT \\d+|UPDATE|DELETE|MERGE) [1-9]\\d*");
    // What a WITH that writes says when it gives back the rows it wrote: so the job queue takes its jobs.
    private static final Pattern GAVE_BACK = Pattern.compile("SELECT [1-9]\\d*");
    private static final PgFrame FLUSH = new PgFrame('H', new byte[0]);

    private final Socket server;
    private final Socket database;
    private final Predicate<String> moments;
    private final DataInputStream requests;
    private final DataOutputStream answers;
    private final DataInputStream results;
    private final DataOutputStream orders;
    // Of the thread that passes requests on.
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private final List<PgFrame> group = new ArrayList<>();
    private final List<String> executed = new ArrayList<>();
    // Shared by both threads, under this object's lock.
    private final TreeSet<String> written = new TreeSet<>();
    private char state = '-';
    private boolean changed;
    private boolean failed;
    private int done;
    private String ending = "";

    ProxiedSession(Socket server, Socket database, Predicate<String> moments) throws IOException {
        this.server = server;
        this.database = database;
        this.moments = moments;
        server.setTcpNoDelay(true);
        database.setTcpNoDelay(true);
        requests = in(server);
        answers = out(server);
        results = in(database);
        orders = out(database);
    }

    private static DataInputStream in(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    private static DataOutputStream out(Socket socket) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    // ---- from the server to the database ----------------------------------------------------------------------------

    void passRequests() {
        try {
            send(List.of(PgFrame.readFirst(requests, answers)));
            boolean alive = true;
            while (alive) {
                PgFrame frame = PgFrame.read(requests);
                group.add(frame);
                note(frame);
                boolean held = "PBDEC".indexOf(frame.type()) >= 0;
                if (!held) {
                    alive = passGroup(frame.type() == 'S' || frame.type() == 'Q');
                }
            }
        } catch (IOException | InterruptedException ended) {
            // One side is gone, so the other has nothing to wait for.
        } finally {
            close();
        }
    }

    private void note(PgFrame frame) {
        switch (frame.type()) {
            case 'P' -> statements.put(frame.text(0), frame.text(1));
            case 'B' -> portals.put(frame.text(0), statements.getOrDefault(frame.text(1), ""));
            case 'E' -> executed.add(portals.getOrDefault(frame.text(0), ""));
            case 'Q' -> executed.add(frame.text(0));
            default -> {}
        }
    }

    /** Passes on what was gathered; false if the server died before the end of its transaction was passed on. */
    private boolean passGroup(boolean whole) throws IOException, InterruptedException {
        String tables;
        boolean ends;
        synchronized (this) {
            executed.forEach(this::noteWrites);
            boolean begins = executed.stream().anyMatch(sql -> is(sql, "begin"));
            boolean commits = executed.stream().anyMatch(sql -> is(sql, "commit"));
            boolean alone = state == 'I' && !begins && !commits && !written.isEmpty();
            PgFrame last = group.get(group.size() - 1);
            if (whole && alone && last.type() == 'S') {
                done = 0;
                failed = false;
                group.set(group.size() - 1, FLUSH);
                send(group);
                while (done < executed.size() && !failed) {
                    wait();
                }
                group.clear();
                group.add(last);
            }
            ends = whole && changed && !failed && (alone || (commits && state == 'T'));
            tables = String.join(" ", written);
        }
        if (ends && moments.test("before commit: " + tables)) {
            return false;
        }
        synchronized (this) {
            ending = ends ? tables : "";
            failed = false;
        }
        send(group);
        group.clear();
        executed.clear();
        return true;
    }

    private void noteWrites(String sql) {
        Matcher write = WRITE.matcher(sql);
        while (write.find()) {
            char sign = switch (Character.toLowerCase(write.group(1).charAt(0))) {
                case 'i' -> '+';
                case 'd' -> '-';
                default -> '~';
            };
            written.add(sign + write.group(2));
        }
    }

    private static boolean is(String sql, String command) {
        return sql.strip().toLowerCase(Locale.ROOT).startsWith(command);
    }

    private void send(List<PgFrame> frames) throws IOException {
        for (PgFrame frame : frames) {
            frame.write(orders);
        }
        orders.flush();
    }

    // ---- from the database to the server ----------------------------------------------------------------------------

    void passAnswers() {
        try {
            boolean alive = true;
            while (alive) {
                PgFrame frame = PgFrame.read(results);
                String ended = heard(frame);
                alive = ended.isEmpty() || !moments.test("after commit: " + ended);
                if (alive) {
                    frame.write(answers);
                    if (results.available() == 0) {
                        answers.flush();
                    }
                }
            }
        } catch (IOException ended) {
            // As above.
        } finally {
            close();
        }
    }

    /** Takes notice of an answer; names the tables if it says that a transaction which changed rows has ended. */
    private synchronized String heard(PgFrame frame) {
        String ended = "";
        switch (frame.type()) {
            case 'C' -> {
                String tag = frame.text(0);
                changed |= CHANGED.matcher(tag).matches()
                        || state == 'I'
                                && !written.isEmpty()
                                && GAVE_BACK.matcher(tag).matches();
                done++;
            }
            case 'E' -> failed = true;
            case 'I', 's' -> done++;
            case 'Z' -> {
                state = (char) frame.body()[0];
                if (state == 'I') {
                    ended = failed ? "" : ending;
                    ending = "";
                    changed = false;
                    written.clear();
                }
            }
            default -> {}
        }
        notifyAll();
        return ended;
    }

    private void close() {
        for (Socket socket : List.of(server, database)) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // Nothing is left to do.
            }
        }
        synchronized (this) {
            failed = true;
            notifyAll();
        }
    }
}
