package dev.atelier.app.e2e;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** The bucket that several servers share: speaks S3, checks signatures of version 4, keeps its objects in memory. */
final class Bucket implements AutoCloseable {
    private static final String NAME = "pictures";
    private static final String ACCESS_KEY = "e2e-access";
    private static final String SECRET_KEY = "canary-bucket-0123456789abcdef";

    private final S3Proxy proxy;
    private final URI endpoint;

    Bucket() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jclouds.identity", ACCESS_KEY);
        properties.setProperty("jclouds.credential", SECRET_KEY);
        var objects = BlobStores.create("transient", properties);
        objects.createContainer(NAME);
        proxy = S3Proxy.builder()
                .blobStore(objects)
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        proxy.start();
        endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    /** The settings of a server that keeps its pictures here. */
    Map<String, String> environment() {
        return Map.of(
                "S3_ENDPOINT",
                endpoint.toString(),
                "S3_REGION",
                "auto",
                "S3_BUCKET",
                NAME,
                "S3_ACCESS_KEY_ID",
                ACCESS_KEY,
                "S3_SECRET_ACCESS_KEY",
                SECRET_KEY);
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server did not stop", e);
        }
    }
}
