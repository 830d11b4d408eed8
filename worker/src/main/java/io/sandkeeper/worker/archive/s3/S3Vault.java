package io.sandkeeper.worker.archive.s3;

import io.sandkeeper.worker.archive.Damaged;
import io.sandkeeper.worker.archive.ObjectKey;
import io.sandkeeper.worker.archive.Vault;
import io.sandkeeper.worker.store.StoreRefused;
import io.sandkeeper.worker.store.StoreUnavailable;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Objects in a bucket of anything that speaks S3. They are small enough to be sent in one call
 * each, with their hash in the signature: the server refuses what was damaged on its way.
 */
public final class S3Vault implements Vault, AutoCloseable {
    /** Said with a 400, as if it had been asked for. */
    private static final Set<String> GARBLED_ON_ITS_WAY =
            Set.of("RequestTimeout", "BadDigest", "XAmzContentSHA256Mismatch", "IncompleteBody");

    private static final byte[] NOTHING = {};
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9]{1,60})</Code>");

    private final Wire wire;
    private final String prefix;

    public S3Vault(S3Settings settings, InstantSource clock) {
        this.wire = new Wire(settings, clock);
        this.prefix =
                settings.prefix().isEmpty() || settings.prefix().endsWith("/")
                        ? settings.prefix()
                        : settings.prefix() + '/';
    }

    @Override
    public void store(ObjectKey key, byte[] content) {
        var answer = wire.send(Call.put(path(key), content));
        if (answer.statusCode() != 200) {
            throw failed("store", answer);
        }
    }

    @Override
    public byte[] read(ObjectKey key, int offset, int length) {
        if (length == 0) {
            return NOTHING;
        }
        var range = Map.of("range", "bytes=%d-%d".formatted(offset, offset + (long) length - 1));
        var answer = wire.send(Call.get(path(key), range));
        return switch (answer.statusCode()) {
            case 206 -> exactly(key, answer.body(), length);
            // A server that knows no ranges sends the whole.
            case 200 -> part(key, answer.body(), offset, length);
            case 416 -> throw new Damaged("the object %s ends early".formatted(key));
            case 404 -> throw absent(key, answer);
            default -> throw failed("read", answer);
        };
    }

    private static byte[] part(ObjectKey key, byte[] whole, int offset, int length) {
        var end = Math.min(whole.length, offset + (long) length);
        return exactly(
                key, Arrays.copyOfRange(whole, Math.min(offset, (int) end), (int) end), length);
    }

    private static byte[] exactly(ObjectKey key, byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new Damaged("the object %s ends early".formatted(key));
        }
        return bytes;
    }

    /** A bucket that is not there is no reason to believe that an object is lost. */
    private static RuntimeException absent(ObjectKey key, HttpResponse<byte[]> answer) {
        return code(answer).filter("NoSuchKey"::equals).isPresent()
                ? new Damaged("the object %s is not there".formatted(key))
                : failed("read", answer);
    }

    @Override
    public void remove(ObjectKey key) {
        var answer = wire.send(Call.delete(path(key)));
        var gone =
                answer.statusCode() == 200
                        || answer.statusCode() == 204
                        || (answer.statusCode() == 404
                                && code(answer).filter("NoSuchKey"::equals).isPresent());
        if (!gone) {
            throw failed("remove", answer);
        }
    }

    @Override
    public List<ObjectKey> keys(String folder) {
        var start = prefix + folder + '/';
        var keys = new ArrayList<ObjectKey>();
        var next = Optional.<String>empty();
        do {
            var page = page(start, next);
            page.keys().stream()
                    .filter(key -> key.startsWith(start))
                    .map(key -> ObjectKey.found(folder, key.substring(start.length())))
                    .forEach(found -> found.ifPresent(keys::add));
            next = page.next();
        } while (next.isPresent());
        return keys;
    }

    private Listing page(String start, Optional<String> from) {
        var query =
                from.map(token -> "continuation-token=" + encoded(token) + '&').orElse("")
                        + "list-type=2&prefix="
                        + encoded(start);
        var answer = wire.send(Call.list(query));
        if (answer.statusCode() != 200) {
            throw failed("list", answer);
        }
        return Listing.read(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private String path(ObjectKey key) {
        return '/' + prefix + key;
    }

    /** By the status, and the server's own word for it. */
    private static RuntimeException failed(String doing, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        var message =
                "the S3 server did not %s an object: %d %s"
                        .formatted(doing, status, code(answer).orElse(""));
        if (status >= 300 && status < 400) {
            return new StoreRefused(
                    message + ": it is elsewhere; set sandkeeper.archive.s3.endpoint and region");
        }
        // A key or a right is missing: an operator mends that, and nothing that was sent is wrong.
        boolean mayPass =
                status >= 500
                        || status == 401
                        || status == 403
                        || status == 408
                        || status == 429
                        || code(answer).filter(GARBLED_ON_ITS_WAY::contains).isPresent();
        return mayPass ? new StoreUnavailable(message) : new StoreRefused(message);
    }

    private static Optional<String> code(HttpResponse<byte[]> answer) {
        var body = new String(answer.body(), StandardCharsets.UTF_8);
        var found = CODE.matcher(body);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    @Override
    public void close() {
        wire.close();
    }
}
