package dev.atelier.providers.http;

import dev.atelier.core.provider.ProducedFile;
import dev.atelier.core.provider.spi.ResultFetcher;
import dev.atelier.core.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Downloads results from hosts that nobody vouches for: no cookie, no compression; three redirects at most, each judged
 * like the first address, which alone gets the headers that come with the result; 5 seconds to connect, 60 for one request.
 *
 * <p>Refused, unknown and unreachable addresses give the same message, or this would be a port scanner for whoever reads it.
 */
public final class GuardedResultFetcher implements ResultFetcher {
    private static final int MAX_REDIRECTS = 3;
    private static final int BUFFER = 16 * 1024;

    private final GuardedHttp http;

    public GuardedResultFetcher(GuardedHttp http) {
        this.http = http;
    }

    @Override
    public void fetch(ProducedFile.Remote result, Path file, long maxBytes) throws IOException {
        HttpUrl first = permitted(Optional.ofNullable(HttpUrl.parse(result.url().toString())));
        HttpUrl next = first;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            try (Response response = open(next, sameOrigin(first, next) ? result.headers() : Map.of())) {
                if (response.code() == 200) {
                    save(response, file, maxBytes);
                    return;
                }
                if (!isRedirect(response.code())) {
                    throw refused(response.code());
                }
                String location = response.header("Location", "");
                next = permitted(Optional.ofNullable(location == null ? null : next.resolve(location)));
            }
        }
        throw new IOException("the result's address redirects too often");
    }

    private HttpUrl permitted(Optional<HttpUrl> url) throws IOException {
        return url.filter(http.policy()::permits).orElseThrow(GuardedResultFetcher::unusable);
    }

    private static boolean sameOrigin(HttpUrl first, HttpUrl next) {
        return first.scheme().equals(next.scheme()) && first.host().equals(next.host()) && first.port() == next.port();
    }

    private Response open(HttpUrl url, Map<String, Secret> headers) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Accept-Encoding", "identity")
                .header("Accept", "image/*, video/*, audio/*, */*;q=0.5");
        headers.forEach((name, value) -> request.header(name, value.reveal()));
        try {
            return http.fetch().newCall(request.build()).execute();
        } catch (IOException e) {
            // The cause may quote the URL, and the URL may be a signed one.
            throw unusable();
        }
    }

    private static void save(Response response, Path file, long maxBytes) throws IOException {
        String encoding = response.header("Content-Encoding", "identity");
        if (!"identity".equalsIgnoreCase(encoding)) {
            throw new IOException("the result came compressed although that was not asked for");
        }
        if (response.body().contentLength() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        boolean whole = false;
        try (InputStream in = response.body().byteStream();
                OutputStream out = Files.newOutputStream(file)) {
            copy(in, out, maxBytes);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void copy(InputStream in, OutputStream out, long maxBytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long taken = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            taken += read;
            if (taken > maxBytes) {
                throw tooLarge(maxBytes);
            }
            out.write(buffer, 0, read);
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static IOException refused(int status) {
        return switch (status) {
            case 403, 404, 410 -> new Gone("the result is no longer there (" + status + ")");
            default -> new IOException("the result's host answered " + status);
        };
    }

    private static IOException unusable() {
        return new IOException("the result's address could not be used");
    }

    private static IOException tooLarge(long maxBytes) {
        return new IOException("the result is larger than " + maxBytes + " bytes");
    }
}
