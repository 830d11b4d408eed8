package io.sandkeeper.worker.project;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the archives that we ask a sandbox's tar for, in GNU's format, and nothing else. It comes
 * from a sandbox: what is not exactly as expected is refused, and no number in it is trusted.
 */
final class TarReader {
    private static final int LONGEST_NAME = 8192;

    private final InputStream in;
    private Content content = new Content(0);

    TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * @param name each char one byte; nobody has looked at it yet
     */
    record Member(char type, String name, long size) {
        boolean isFile() {
            return type == TarHeader.FILE;
        }
    }

    /** Empty at the archive's end. One that was cut off has none, and throws. */
    Optional<Member> next() throws IOException {
        content.skip();
        var name = Optional.<String>empty();
        while (true) {
            var block = block();
            if (isZero(block)) {
                return Optional.empty();
            }
            var header = TarHeader.read(block);
            switch (header.type()) {
                case TarHeader.LONG_NAME -> name = Optional.of(longText(header));
                case TarHeader.LONG_TARGET -> {
                    var _ = longText(header);
                }
                default -> {
                    content = new Content(header.type() == TarHeader.FILE ? header.size() : 0);
                    return Optional.of(
                            new Member(header.type(), name.orElseGet(header::name), header.size()));
                }
            }
        }
    }

    /** Of the member that was read last; it ends where that ends. */
    InputStream content() {
        return content;
    }

    private String longText(TarHeader header) throws IOException {
        if (header.size() < 1 || header.size() > LONGEST_NAME) {
            throw new Garbled("a tar header with a name that no file has");
        }
        content = new Content(header.size());
        var text = content.readAllBytes();
        content.skip();
        // It ends with a zero byte, and no name has one.
        if (text[text.length - 1] != 0) {
            throw new Garbled("a tar header with an open name");
        }
        return new String(text, 0, text.length - 1, StandardCharsets.ISO_8859_1);
    }

    private byte[] block() throws IOException {
        var block = in.readNBytes(TarHeader.BLOCK);
        if (block.length < TarHeader.BLOCK) {
            throw new EOFException("a tar archive without its end");
        }
        return block;
    }

    private static boolean isZero(byte[] block) {
        for (var one : block) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    private final class Content extends InputStream {
        private long left;
        private long padding;

        Content(long size) {
            left = size;
            padding = -size & (TarHeader.BLOCK - 1);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            var count = in.read(into, from, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("a tar archive that was cut off");
            }
            left -= count;
            return count;
        }

        void skip() throws IOException {
            in.skipNBytes(left + padding);
            left = 0;
            padding = 0;
        }
    }
}
