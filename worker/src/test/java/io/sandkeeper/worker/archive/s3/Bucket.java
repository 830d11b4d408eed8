package io.sandkeeper.worker.archive.s3;

import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;

import java.net.URI;
import java.util.UUID;

/** A server that speaks S3, looks at every signature, and keeps objects in memory. */
final class Bucket implements AutoCloseable {
    static final S3Key KEY = new S3Key("AKIDEXAMPLE", "5ecre7/with+odd=letters");

    private final BlobStoreContext context =
            ContextBuilder.newBuilder(new TransientApiMetadata())
                    .credentials("nobody", "nothing")
                    .build(BlobStoreContext.class);
    private final S3Proxy server;

    Bucket() throws Exception {
        server =
                S3Proxy.builder()
                        .blobStore(context.getBlobStore())
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(AuthenticationType.AWS_V4, KEY.id(), KEY.secret())
                        .build();
        server.start();
    }

    /** A bucket of its own. */
    S3Settings fresh() {
        var name = "archives-" + UUID.randomUUID();
        context.getBlobStore().createContainerInLocation(null, name);
        return settings(name, KEY);
    }

    S3Settings settings(String bucket, S3Key key) {
        return new S3Settings(
                URI.create("http://127.0.0.1:" + server.getPort()),
                "eu-central-1",
                bucket,
                "fleet/one",
                key,
                S3Settings.DEFAULT_LIMIT);
    }

    @Override
    public void close() {
        try (context) {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
