package dev.atelier.providers.http;

import dev.atelier.core.webhook.DeliveryTrouble;
import dev.atelier.core.webhook.spi.WebhookSender;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * POSTs to addresses that admins of orgs choose: no key, no cookie, no redirect, each request once. Of the answer its status alone is
 * told; a few kilobytes of its body are read and dropped, so that the connection can be used again.
 */
public final class GuardedWebhookSender implements WebhookSender {
    private static final System.Logger LOG = System.getLogger(GuardedWebhookSender.class.getName());
    private static final int MOST_READ = 8 * 1024;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    /** What the JDK and OkHttp may take for an IPv4 address: the last label begins with a digit. */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?[0-9][^.]*\\.?");

    private final GuardedHttp http;
    private final Clock clock;

    public GuardedWebhookSender(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public Optional<String> objection(URI address) {
        HttpUrl url = HttpUrl.parse(address.toString());
        if (url == null) {
            return Optional.of("a whole address such as https://example.com/webhooks is wanted");
        }
        if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
            return Optional.of("an address with a user name or password in it is not kept");
        }
        if (url.encodedFragment() != null) {
            return Optional.of("an address with a # in it is not kept");
        }
        if (!http.policy().permits(url)) {
            return Optional.of("only https on port 443 is called, unless the operator has opened the host");
        }
        return http.policy().allows(url.host(), url.port()) || isPublic(url.host())
                ? Optional.empty()
                : Optional.of("the host is not a public one, and the operator has not opened it");
    }

    // By its spelling alone: what a name leads to is judged each time that it is called.
    private static boolean isPublic(String host) {
        if (host.indexOf(':') < 0 && !ENDS_IN_A_NUMBER.matcher(host).matches()) {
            return host.indexOf('.') > 0 && !host.endsWith(".localhost") && !host.endsWith(".internal");
        }
        if (host.indexOf(':') < 0 && !host.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            return false;
        }
        try {
            // A literal: nothing is looked up.
            return AddressPolicy.isPublic(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public Answer send(URI address, Map<String, String> headers, byte[] body, Duration timeout) {
        Optional<HttpUrl> url =
                Optional.ofNullable(HttpUrl.parse(address.toString())).filter(http.policy()::permits);
        if (url.isEmpty()) {
            return new Answer(null, DeliveryTrouble.UNREACHABLE, null);
        }
        Request.Builder request = new Request.Builder()
                .url(url.get())
                .header("User-Agent", "Atelier-Webhooks/1")
                .header("Accept-Encoding", "identity")
                .post(new JsonCall.OneShot(body));
        headers.forEach(request::header);
        Call call = http.fetch().newCall(request.build());
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            drop(response);
            return answer(response);
        } catch (InterruptedIOException late) {
            return new Answer(null, DeliveryTrouble.TIMEOUT, null);
        } catch (IOException e) {
            // Without its message, which may quote the address.
            LOG.log(
                    Level.DEBUG,
                    () -> "a webhook could not be sent: " + e.getClass().getSimpleName());
            return new Answer(null, DeliveryTrouble.UNREACHABLE, null);
        }
    }

    private Answer answer(Response response) {
        int status = response.code();
        if (response.isSuccessful()) {
            return new Answer(status, null, null);
        }
        Duration retryAfter = status == TOO_MANY || status == UNAVAILABLE
                ? RetryAfter.read(response.header("Retry-After"), clock.instant())
                : null;
        return new Answer(status, trouble(status), retryAfter);
    }

    private static DeliveryTrouble trouble(int status) {
        if (status == GONE) {
            return DeliveryTrouble.GONE;
        }
        return status >= 300 && status < 400 ? DeliveryTrouble.REDIRECT : DeliveryTrouble.STATUS;
    }

    // The status has been said; a body that breaks off or never ends does not take it back.
    private static void drop(Response response) {
        try (InputStream in = response.body().byteStream()) {
            byte[] dropped = in.readNBytes(MOST_READ);
            LOG.log(Level.TRACE, () -> "dropped " + dropped.length + " bytes of a webhook's answer");
        } catch (IOException e) {
            LOG.log(Level.TRACE, "the body of a webhook's answer broke off");
        }
    }
}
