package dev.atelier.storage;

import dev.atelier.core.secret.Secret;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an S3 bucket is and how to get in.
 *
 * @param endpoint scheme, host and port of the store, without a path; plain http is for local tests
 * @param region as the store names it; {@code auto} for R2
 * @param accessKey the public half of the credentials
 * @param publicBase null for a private bucket, which is the rule. Otherwise the address under which everybody can read
 *     the bucket (a CDN): reading URLs are then {@code publicBase/key}, <b>without signature and without end</b>. Data
 *     stay where they are, whichever way it is switched
 * @param pathStyle true for {@code https://host/bucket/key}, false for {@code https://bucket.host/key}
 * @param encryptAtRest asks for {@code SSE-S3} on each put; R2 encrypts without being asked and needs no header
 * @param reachableByVendors null to judge by the host's name: loopback, private and single-label hosts are not reachable
 */
public record S3Settings(
        URI endpoint,
        String region,
        String bucket,
        String accessKey,
        Secret secretKey,
        @Nullable URI publicBase,
        boolean pathStyle,
        boolean encryptAtRest,
        @Nullable Boolean reachableByVendors) {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, read 2026-11-20
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9a-f]{32}");

    public S3Settings {
        endpoint = Links.requireBase("endpoint", endpoint);
        if (!endpoint.getRawPath().isEmpty()) {
            throw new IllegalArgumentException("endpoint must have no path; the bucket has a setting of its own");
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("bucket is no bucket name: 3 to 63 of a-z 0-9 . -");
        }
        if (region.isBlank() || accessKey.isBlank()) {
            throw new IllegalArgumentException("region and accessKey may not be blank");
        }
        publicBase = publicBase == null ? null : Links.requireBase("publicBase", publicBase);
    }

    /** A private bucket of any store that speaks S3, addressed in path style. */
    public static S3Settings of(URI endpoint, String region, String bucket, String accessKey, Secret secretKey) {
        return new S3Settings(endpoint, region, bucket, accessKey, secretKey, null, true, false, null);
    }

    /**
     * A private bucket on Cloudflare R2.
     *
     * @param accountId 32 hex digits, from the R2 page of the dashboard
     */
    public static S3Settings r2(String accountId, String bucket, String accessKey, Secret secretKey) {
        if (!ACCOUNT.matcher(accountId).matches()) {
            throw new IllegalArgumentException("accountId is not 32 hex digits");
        }
        URI endpoint = URI.create("https://" + accountId + ".r2.cloudflarestorage.com");
        return of(endpoint, "auto", bucket, accessKey, secretKey);
    }

    public S3Settings withPublicBase(URI base) {
        return new S3Settings(
                endpoint, region, bucket, accessKey, secretKey, base, pathStyle, encryptAtRest, reachableByVendors);
    }

    public S3Settings withPathStyle(boolean path) {
        return new S3Settings(
                endpoint, region, bucket, accessKey, secretKey, publicBase, path, encryptAtRest, reachableByVendors);
    }

    public S3Settings withEncryptionAtRest(boolean encrypt) {
        return new S3Settings(
                endpoint, region, bucket, accessKey, secretKey, publicBase, pathStyle, encrypt, reachableByVendors);
    }

    public S3Settings withReachableByVendors(boolean reachable) {
        return new S3Settings(
                endpoint, region, bucket, accessKey, secretKey, publicBase, pathStyle, encryptAtRest, reachable);
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return "S3Settings[" + endpoint + ", bucket " + bucket + "]";
    }
}
