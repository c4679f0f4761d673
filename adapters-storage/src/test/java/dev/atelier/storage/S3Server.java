package dev.atelier.storage;

import dev.atelier.core.secret.Secret;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** An S3 server in this JVM that checks signatures of version 4; keeps its objects in memory. */
final class S3Server {
    static final String BUCKET = "pictures";
    static final String ACCESS_KEY = "test-access";
    static final Secret SECRET_KEY = Secret.of("test-secret-0123456789");

    private final S3Proxy proxy;
    private final URI endpoint;

    S3Server() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jclouds.identity", ACCESS_KEY);
        properties.setProperty("jclouds.credential", SECRET_KEY.reveal());
        proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("transient", properties))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY.reveal())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        proxy.start();
        endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
        MinioClient client = MinioClient.builder()
                .endpoint(endpoint.toString())
                .region("auto")
                .credentials(ACCESS_KEY, SECRET_KEY.reveal())
                .build();
        client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
        client.close();
    }

    S3Settings settings() {
        return S3Settings.of(endpoint, "auto", BUCKET, ACCESS_KEY, SECRET_KEY);
    }

    void stop() throws Exception {
        proxy.stop();
    }
}
