package io.sandkeeper.sandboxserver.envd.files;

import io.sandkeeper.sandboxserver.http.Request;
import io.sandkeeper.sandboxserver.linux.Descriptor;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.LinuxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Writes files from a request's body. */
final class Upload {
    private static final String FILE_PART = "file";
    private static final int BUFFER = 64 * 1024;

    private final FileTree files;
    private final FileUser user;
    private final Map<String, String> metadata;
    private final Set<String> written = new HashSet<>();

    Upload(FileTree files, FileUser user, Map<String, String> metadata) {
        this.files = files;
        this.user = user;
        this.metadata = metadata;
    }

    /** A file that was written, as the protocol shows it. */
    record Written(String path, String name, String type, @Nullable Map<String, String> metadata) {}

    List<Written> from(Request request, InputStream body, Optional<String> path)
            throws IOException {
        String type = request.headers().first("Content-Type").orElse("");
        try {
            InputStream content = decoded(request, body);
            if (type.startsWith("multipart/form-data")) {
                return fromForm(MultipartBody.of(content, type), path);
            }
            if (!type.startsWith("application/octet-stream")) {
                throw new FileProblem(400, "unsupported content type: " + type);
            }
            String target =
                    path.filter(text -> !text.isEmpty())
                            .orElseThrow(() -> new FileProblem(400, "path is required"));
            return List.of(write(target, content));
        } catch (ZipException malformed) {
            throw new FileProblem(400, "the body is not gzip: " + malformed.getMessage());
        }
    }

    private static InputStream decoded(Request request, InputStream body) throws IOException {
        String encoding = request.headers().first("Content-Encoding").orElse("");
        return switch (encoding) {
            case "", "identity" -> body;
            case "gzip" -> new GZIPInputStream(body, BUFFER);
            default -> throw new FileProblem(400, "unsupported content encoding: " + encoding);
        };
    }

    private List<Written> fromForm(MultipartBody form, Optional<String> path) throws IOException {
        var all = new ArrayList<Written>();
        for (Optional<MultipartBody.Part> part = form.next();
                part.isPresent();
                part = form.next()) {
            if (part.get().name().equals(FILE_PART)) {
                String target = path.filter(p -> !p.isEmpty()).or(part.get()::fileName).orElse("");
                all.add(write(target, part.get().content()));
            }
        }
        return all;
    }

    private Written write(String asked, InputStream content) throws IOException {
        if (asked.isEmpty()) {
            throw new FileProblem(400, "path is required");
        }
        String path = user.resolve(asked);
        if (!written.add(path)) {
            throw new FileProblem(
                    400, "you cannot upload multiple files to the same path '%s'".formatted(path));
        }
        try {
            files.makeDirectories(FileTree.parentOf(path), user.owner());
            try (Descriptor place = files.writable(path, user.owner())) {
                files.give(place, user.owner());
                fill(place, content);
                FileMetadata.ATTRIBUTES.replace(place, metadata);
            }
        } catch (LinuxException failed) {
            throw FileProblem.of(path, failed);
        }
        return new Written(
                path,
                path.substring(path.lastIndexOf('/') + 1),
                "file",
                metadata.isEmpty() ? null : metadata);
    }

    private static void fill(Descriptor place, InputStream content) throws IOException {
        try (FileChannel channel =
                place.channel(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] bytes = new byte[BUFFER];
            for (int count = content.read(bytes); count >= 0; count = content.read(bytes)) {
                put(channel, ByteBuffer.wrap(bytes, 0, count));
            }
        }
    }

    /** Java says in words only that a disk is full. */
    private static void put(FileChannel channel, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failed) {
            String message = String.valueOf(failed.getMessage());
            if (message.contains("No space left") || message.contains("quota exceeded")) {
                throw new FileProblem(507, "not enough disk space available");
            }
            throw failed;
        }
    }

    /** Joins files to one and removes them. */
    Written compose(List<String> sources, String destination) throws IOException {
        String path = user.resolve(destination);
        var paths = new ArrayList<String>();
        for (String source : sources) {
            paths.add(user.resolve(source));
        }
        if (paths.contains(path)) {
            throw new FileProblem(400, "the destination is one of the sources");
        }
        try (var joined = new JoinedFiles(files, paths)) {
            Written result = write(path, joined);
            for (String source : paths) {
                files.remove(source);
            }
            return result;
        } catch (LinuxException failed) {
            throw FileProblem.of(path, failed);
        }
    }
}
