package dev.atelier.providers.http;

import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The one place that builds HTTP clients. Thread-safe; keep one, so that connections are shared.
 *
 * <p>All clients judge the address they connect to, go around any proxy of the system (it would resolve names for us and so
 * blind the guard), follow no redirect, repeat no request, and keep no cookie and no cache.
 */
public final class GuardedHttp {
    private final NetworkPolicy policy;
    private final OkHttpClient vendor;
    private final OkHttpClient fetch;

    public GuardedHttp(NetworkPolicy policy) {
        this(policy, Dns.SYSTEM, port -> port == 443);
    }

    /** @param publicPorts the ports that may be used on hosts which are not on the allow-list */
    GuardedHttp(NetworkPolicy policy, Dns names, IntPredicate publicPorts) {
        this.policy = policy;
        OkHttpClient base = new OkHttpClient.Builder()
                .socketFactory(new GuardedSocketFactory(policy, publicPorts))
                .dns(new GuardedDns(policy, names))
                .proxy(Proxy.NO_PROXY)
                // One request a connection at a time: whether a request left is then plain to see.
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .cache(null)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        // Vendors are few and asked often; result hosts are many and asked once, with nothing that could mix with the
        // former.
        this.vendor = base.newBuilder()
                .connectionPool(new ConnectionPool(8, 30, TimeUnit.SECONDS))
                .eventListener(new SentListener())
                .writeTimeout(Duration.ofSeconds(30))
                // The call's own timeout bounds the wait for an answer.
                .readTimeout(Duration.ZERO)
                .build();
        this.fetch = base.newBuilder()
                .connectionPool(new ConnectionPool(2, 5, TimeUnit.SECONDS))
                .readTimeout(Duration.ofSeconds(15))
                .callTimeout(Duration.ofSeconds(60))
                .build();
    }

    NetworkPolicy policy() {
        return policy;
    }

    /** For vendors' APIs; each call sets its own timeout. */
    OkHttpClient vendor() {
        return vendor;
    }

    /** For downloads from anywhere. */
    OkHttpClient fetch() {
        return fetch;
    }

    /** The same, for calls that may last as long. */
    OkHttpClient fetch(Duration longest) {
        return fetch.newBuilder().callTimeout(longest).build();
    }

    /** Hangs on a request and learns whether any byte of it may have left. */
    static final class Sent {
        private volatile boolean begun;

        boolean begun() {
            return begun;
        }
    }

    private static final class SentListener extends EventListener {
        @Override
        public void requestHeadersStart(Call call) {
            @Nullable Sent sent = call.request().tag(Sent.class);
            if (sent != null) {
                sent.begun = true;
            }
        }
    }
}
