package io.sandkeeper.sandboxserver.envd.files;

import io.sandkeeper.sandboxserver.linux.Descriptor;
import io.sandkeeper.sandboxserver.linux.FileTree;
import io.sandkeeper.sandboxserver.linux.LinuxException;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Several files read as one. All are open from the start, so that none can be missing half-way. */
final class JoinedFiles extends InputStream {
    private final InputStream all;

    JoinedFiles(FileTree files, List<String> paths) throws IOException {
        var parts = new ArrayList<InputStream>();
        try {
            for (String path : paths) {
                parts.add(open(files, path));
            }
        } catch (IOException failed) {
            for (InputStream part : parts) {
                part.close();
            }
            throw failed;
        }
        this.all = new SequenceInputStream(Collections.enumeration(parts));
    }

    private static InputStream open(FileTree files, String path) throws IOException {
        try (Descriptor place = files.place(path)) {
            if (!files.status(place).isFile()) {
                throw new FileProblem(400, "path '%s' is not a file".formatted(path));
            }
            return Channels.newInputStream(place.channel(StandardOpenOption.READ));
        } catch (LinuxException failed) {
            throw FileProblem.of(path, failed);
        }
    }

    @Override
    public int read() throws IOException {
        return all.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return all.read(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}
