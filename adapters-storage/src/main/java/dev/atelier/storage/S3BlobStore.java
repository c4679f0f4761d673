package dev.atelier.storage;

import dev.atelier.core.blob.BlobInfo;
import dev.atelier.core.blob.BlobKey;
import dev.atelier.core.blob.SignedUpload;
import dev.atelier.core.blob.StorageFailure;
import dev.atelier.core.blob.spi.BlobStore;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A bucket that speaks S3: AWS, Cloudflare R2, MinIO and others.
 *
 * <p>Questions go through the MinIO client. Bytes are put by one signed PUT of our own: the client would hold a whole
 * part in memory to compute its checksum, and splits large objects into parts.
 */
final class S3BlobStore implements BlobStore {
    private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchObject");
    /** Time to begin; how long a large body may take is bounded by the time between two bytes alone. */
    private static final Duration PUT_VALID = Duration.ofMinutes(15);

    private final S3Settings settings;
    private final Clock clock;
    private final SigV4Presigner presigner;
    private final OkHttpClient http;
    private final MinioClient client;

    S3BlobStore(S3Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.presigner = new SigV4Presigner(settings.region(), settings.accessKey(), settings.secretKey());
        this.http = new OkHttpClient.Builder()
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(Duration.ofSeconds(60))
                .writeTimeout(Duration.ofSeconds(60))
                .followRedirects(false)
                .build();
        this.client = MinioClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.region())
                .credentials(settings.accessKey(), settings.secretKey().reveal())
                .httpClient(http)
                .build();
        if (settings.pathStyle()) {
            client.disableVirtualStyleEndpoint();
        } else {
            client.enableVirtualStyleEndpoint();
        }
    }

    @Override
    public BlobInfo put(BlobKey key, String contentType, long sizeBytes, InputStream content) {
        SignedUpload upload = sign(key, contentType, sizeBytes, PUT_VALID);
        Request.Builder request =
                new Request.Builder().url(upload.url().toString()).put(new Body(content, contentType, sizeBytes));
        upload.headers().forEach(request::header);
        try (Response response = http.newCall(request.build()).execute()) {
            if (!response.isSuccessful()) {
                throw new StorageFailure("the S3 store answered " + response.code() + " to put " + key);
            }
        } catch (IOException e) {
            throw failure("put " + key, e);
        }
        return new BlobInfo(key, contentType, sizeBytes);
    }

    @Override
    public Optional<InputStream> open(BlobKey key) {
        return orEmpty(
                "open " + key,
                () -> client.getObject(GetObjectArgs.builder()
                        .bucket(settings.bucket())
                        .object(key.value())
                        .build()));
    }

    @Override
    public Optional<BlobInfo> info(BlobKey key) {
        Optional<StatObjectResponse> found = orEmpty(
                "look up " + key,
                () -> client.statObject(StatObjectArgs.builder()
                        .bucket(settings.bucket())
                        .object(key.value())
                        .build()));
        return found.map(stat -> new BlobInfo(key, stat.contentType(), stat.size()));
    }

    @Override
    public void delete(BlobKey key) {
        orEmpty("delete " + key, () -> {
            client.removeObject(RemoveObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key.value())
                    .build());
            return key;
        });
    }

    @Override
    public URI signedGet(BlobKey key, Duration validFor) {
        Links.requireValid(validFor, Links.LONGEST_GET);
        if (settings.publicBase() != null) {
            return URI.create(settings.publicBase() + "/" + key);
        }
        return presigner.presign("GET", address(key), Map.of(), validFor, clock.instant());
    }

    @Override
    public SignedUpload signedPut(BlobKey key, String contentType, long sizeBytes, Duration validFor) {
        return sign(key, contentType, sizeBytes, Links.requireValid(validFor, Links.LONGEST_PUT));
    }

    private SignedUpload sign(BlobKey key, String contentType, long sizeBytes, Duration validFor) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", contentType);
        if (settings.encryptAtRest()) {
            headers.put("x-amz-server-side-encryption", "AES256");
        }
        Map<String, String> signed = new LinkedHashMap<>(headers);
        // Every HTTP client sends it by itself and browsers let nobody set it, so it is signed but not in the list.
        signed.put("content-length", Long.toString(sizeBytes));
        Instant now = clock.instant();
        URI url = presigner.presign("PUT", address(key), signed, validFor, now);
        return new SignedUpload(url, "PUT", headers, now.plus(validFor));
    }

    @Override
    public boolean reachableByVendors() {
        if (settings.reachableByVendors() != null) {
            return settings.reachableByVendors();
        }
        return Links.isPublic(settings.publicBase() != null ? settings.publicBase() : settings.endpoint());
    }

    @Override
    public void check() {
        Optional<Boolean> found = orEmpty(
                "look for its bucket",
                () -> client.bucketExists(
                        BucketExistsArgs.builder().bucket(settings.bucket()).build()));
        if (!found.orElse(false)) {
            throw new StorageFailure("the S3 store has no bucket " + settings.bucket());
        }
    }

    private URI address(BlobKey key) {
        URI endpoint = settings.endpoint();
        // Keys consist of characters that need no escape (BlobKey).
        return URI.create(
                settings.pathStyle()
                        ? endpoint + "/" + settings.bucket() + "/" + key
                        : endpoint.getScheme() + "://" + settings.bucket() + "." + endpoint.getRawAuthority() + "/"
                                + key);
    }

    private interface Question<T> {
        T ask() throws MinioException;
    }

    private static <T> Optional<T> orEmpty(String what, Question<T> question) {
        try {
            return Optional.of(question.ask());
        } catch (ErrorResponseException e) {
            String code = e.errorResponse().code();
            if (ABSENT.contains(code)) {
                return Optional.empty();
            }
            throw new StorageFailure("the S3 store refused to " + what + ": " + code);
        } catch (MinioException | IllegalStateException e) {
            // The client wraps a refused connection in an IllegalStateException.
            throw failure("answer when asked to " + what, e.getCause());
        }
    }

    /**
     * Names the trouble by its class alone: the client's exceptions carry a trace of the request with its headers, and
     * messages of the network layer may carry an address.
     */
    private static StorageFailure failure(String what, @Nullable Throwable cause) {
        if (cause instanceof ExactBody.WrongLength) {
            return new StorageFailure("could not " + what + ": " + cause.getMessage());
        }
        String kind = cause == null ? "no usable answer" : cause.getClass().getSimpleName();
        return new StorageFailure("the S3 store did not " + what + ": " + kind);
    }

    /** A body that is sent once: the stream behind it cannot be read again. */
    private static final class Body extends RequestBody {
        private final InputStream content;
        private final @Nullable MediaType type;
        private final long sizeBytes;

        Body(InputStream content, String contentType, long sizeBytes) {
            this.content = content;
            this.type = MediaType.parse(contentType);
            this.sizeBytes = sizeBytes;
        }

        @Override
        public @Nullable MediaType contentType() {
            return type;
        }

        @Override
        public long contentLength() {
            return sizeBytes;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            ExactBody.copy(content, sink.outputStream(), sizeBytes);
        }
    }
}
