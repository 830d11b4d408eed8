package io.sandkeeper.worker.archive.s3;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4, with everything in headers. Kept equal to the published examples by a
 * test.
 */
final class Signature {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String END = "aws4_request";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    private final S3Key key;
    private final String region;

    Signature(S3Key key, String region) {
        this.key = key;
        this.region = region;
    }

    /**
     * @param path as it is sent
     * @param query as it is sent: sorted, and encoded
     * @param headers what is sent beside what is answered here, by lower-case names
     */
    record Unsigned(
            String method,
            String path,
            String query,
            Map<String, String> headers,
            String bodyHash) {}

    /** The headers to send, but for the host, which the client sends by itself. */
    Map<String, String> headers(Unsigned request, String host, Instant now) {
        var signed = new TreeMap<>(request.headers());
        signed.put("host", host);
        signed.put("x-amz-content-sha256", request.bodyHash());
        signed.put("x-amz-date", TIME.format(now));
        var names = String.join(";", signed.keySet());
        var scope = "%s/%s/s3/%s".formatted(DAY.format(now), region, END);
        var toSign =
                String.join(
                        "\n",
                        ALGORITHM,
                        TIME.format(now),
                        scope,
                        hash(canonical(request, signed, names)));
        signed.put(
                "authorization",
                "%s Credential=%s/%s,SignedHeaders=%s,Signature=%s"
                        .formatted(ALGORITHM, key.id(), scope, names, sign(toSign, now)));
        signed.remove("host");
        return signed;
    }

    private static byte[] canonical(
            Unsigned request, SortedMap<String, String> signed, String names) {
        var headers =
                signed.entrySet().stream()
                        .map(one -> one.getKey() + ':' + one.getValue().strip() + '\n')
                        .collect(joining());
        return bytes(
                String.join(
                        "\n",
                        request.method(),
                        request.path(),
                        request.query(),
                        headers,
                        names,
                        request.bodyHash()));
    }

    private String sign(String text, Instant now) {
        var day = mac(bytes("AWS4" + key.secret()), DAY.format(now));
        var scoped = mac(mac(mac(day, region), "s3"), END);
        return HexFormat.of().formatHex(mac(scoped, text));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
