package io.sandkeeper.sandboxserver.envd.files;

import io.sandkeeper.sandboxserver.http.Exchange;
import io.sandkeeper.sandboxserver.http.Headers;
import io.sandkeeper.sandboxserver.linux.Descriptor;
import io.sandkeeper.sandboxserver.linux.FileStatus;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.LinuxException;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Answers with the bytes of a file. */
final class Download {
    private static final int BUFFER = 64 * 1024;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private final Exchange exchange;
    private final String path;

    Download(Exchange exchange, String path) {
        this.exchange = exchange;
        this.path = path;
    }

    void from(FileTree files) throws IOException {
        try (Descriptor place = files.place(path)) {
            FileStatus status = files.status(place);
            if (status.isDirectory()) {
                throw new FileProblem(400, "path '%s' is a directory".formatted(path));
            }
            if (!status.isFile()) {
                throw new FileProblem(400, "path '%s' is not a regular file".formatted(path));
            }
            try (FileChannel channel = place.channel(StandardOpenOption.READ)) {
                answer(channel, status.modified());
            }
        } catch (LinuxException failed) {
            throw FileProblem.of(path, failed);
        }
    }

    private void answer(FileChannel channel, Instant modified) throws IOException {
        Headers headers = headers(modified);
        if (isUnchanged(modified)) {
            exchange.answer(304, headers, new byte[0]);
            return;
        }
        long size = channel.size();
        Optional<ByteRange> range =
                isForThisVersion(modified) ? ByteRange.of(header("Range"), size) : Optional.empty();
        Encodings accepted = Encodings.of(header("Accept-Encoding"));
        if (range.isPresent()) {
            ByteRange part = range.get();
            headers.set(
                    "Content-Range",
                    "bytes %d-%d/%d".formatted(part.start(), part.end() - 1, size));
            send(channel, part, exchange.stream(206, headers, part.length()));
        } else if (accepted.gzip()) {
            headers.set("Content-Encoding", "gzip");
            send(channel, new ByteRange(0, size), fast(exchange.stream(200, headers)));
        } else if (accepted.identity()) {
            send(channel, new ByteRange(0, size), exchange.stream(200, headers, size));
        } else {
            throw new FileProblem(406, "no acceptable encoding: gzip and identity are offered");
        }
    }

    private Headers headers(Instant modified) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String type = URLConnection.guessContentTypeFromName(name);
        return Headers.of(
                "Content-Type",
                type == null ? "application/octet-stream" : type,
                "Content-Disposition",
                "inline; filename=" + quoted(name),
                "Accept-Ranges",
                "bytes",
                "Last-Modified",
                DATE.format(modified),
                "Vary",
                "Accept-Encoding");
    }

    private static String quoted(String name) {
        var quoted = new StringBuilder("\"");
        name.chars()
                .map(c -> c < ' ' || c > '~' ? '_' : c)
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                quoted.append('\\');
                            }
                            quoted.append((char) c);
                        });
        return quoted.append('"').toString();
    }

    private String header(String name) {
        return exchange.request().headers().first(name).orElse("");
    }

    private boolean isUnchanged(Instant modified) {
        Optional<Instant> since = date(header("If-Modified-Since"));
        return since.filter(at -> !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(at))
                .isPresent();
    }

    /** A range of another version than the client has would make a file of two halves. */
    private boolean isForThisVersion(Instant modified) {
        String condition = header("If-Range");
        return condition.isEmpty()
                || date(condition)
                        .filter(modified.truncatedTo(ChronoUnit.SECONDS)::equals)
                        .isPresent();
    }

    private static Optional<Instant> date(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    private static OutputStream fast(OutputStream out) throws IOException {
        return new GZIPOutputStream(out, BUFFER) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        };
    }

    private static void send(FileChannel channel, ByteRange range, OutputStream out)
            throws IOException {
        byte[] bytes = new byte[BUFFER];
        long position = range.start();
        while (position < range.end()) {
            int most = (int) Math.min(BUFFER, range.end() - position);
            int count = channel.read(ByteBuffer.wrap(bytes, 0, most), position);
            if (count < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
            out.write(bytes, 0, count);
            position += count;
        }
        out.close();
    }
}
