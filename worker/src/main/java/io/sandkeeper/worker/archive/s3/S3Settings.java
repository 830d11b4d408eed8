package io.sandkeeper.worker.archive.s3;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where objects are, in a bucket that exists.
 *
 * @param endpoint the server's address; the bucket's name becomes the first part of the path
 * @param prefix before all objects' names, so that a bucket can be shared; may be empty
 * @param limit how long one call may take
 */
public record S3Settings(
        URI endpoint, String region, String bucket, String prefix, S3Key key, Duration limit) {
    public static final Duration DEFAULT_LIMIT = Duration.ofMinutes(1);

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("|[A-Za-z0-9_-][A-Za-z0-9_/-]{0,199}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,50}");

    public S3Settings {
        if (!isAddress(endpoint)) {
            throw new IllegalArgumentException(
                    "the S3 endpoint must be http:// or https:// and a host, without user, path, query and fragment");
        }
        require("bucket", bucket, BUCKET);
        require("region", region, REGION);
        require("prefix", prefix, PREFIX);
    }

    private static boolean isAddress(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
    }

    private static void require(String name, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches() || value.contains("//")) {
            throw new IllegalArgumentException(
                    "the S3 %s (%s) must match %s".formatted(name, value, pattern));
        }
    }

    /** As it is sent: without the port that the scheme has anyway. */
    String host() {
        int usual = "https".equals(endpoint.getScheme()) ? 443 : 80;
        return endpoint.getPort() < 0 || endpoint.getPort() == usual
                ? endpoint.getHost()
                : endpoint.getHost() + ':' + endpoint.getPort();
    }
}
