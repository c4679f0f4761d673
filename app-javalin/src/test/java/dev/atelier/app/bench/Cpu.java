package dev.atelier.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes used, from {@code /proc}; Linux only. */
final class Cpu {
    /** USER_HZ, 100 on every Linux that Java runs on. */
    private static final long MILLIS_PER_TICK = 10;

    private Cpu() {}

    /** CPU milliseconds of a process and its descendants, those that ended and were waited for included. */
    static long millisOfTree(long pid) {
        ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
        long ticks = Stream.concat(Stream.of(root), root.descendants())
                .mapToLong(process -> ticks(process.pid()))
                .sum();
        return ticks * MILLIS_PER_TICK;
    }

    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // Behind the name, which may hold anything: utime, stime, cutime, cstime are fields 14 to 17.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Stream.of(11, 12, 13, 14)
                    .mapToLong(i -> Long.parseLong(fields[i]))
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Heap in kB that is in use after a full collection, as {@code jcmd} counts it. */
    static long liveHeapKb(long pid) {
        jcmd(pid, "GC.run");
        String heap = jcmd(pid, "GC.heap_info").split("Metaspace")[0];
        return Pattern.compile("used (\\d+)K")
                .matcher(heap)
                .results()
                .mapToLong(used -> Long.parseLong(used.group(1)))
                .sum();
    }

    private static String jcmd(long pid, String command) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory in kB. */
    static long residentKb(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
