package io.sandkeeper.worker.archive;

import io.sandkeeper.worker.archive.ZipEntries.Body;
import io.sandkeeper.worker.archive.ZipEntries.Head;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a zip file as it goes, with what {@link java.util.zip.ZipOutputStream} does not know: Unix
 * modes and links. Neither sizes nor the number of entries have a limit.
 */
final class ZipWriter {
    private static final int PERMISSIONS = 07777;
    private static final int FILE = 0100000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;
    private static final int EVERYBODY = 0777;

    private final Counted out;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long entries;

    ZipWriter(OutputStream out) {
        this.out = new Counted(out);
    }

    void folder(String name, int mode, Instant modified) throws IOException {
        write(
                new Head(name + '/', FOLDER | (mode & PERMISSIONS), modified, 0),
                InputStream.nullInputStream());
    }

    void link(String name, byte[] target, Instant modified) throws IOException {
        write(
                new Head(name, LINK | EVERYBODY, modified, target.length),
                new ByteArrayInputStream(target));
    }

    void file(String name, int mode, Instant modified, long size, InputStream content)
            throws IOException {
        write(new Head(name, FILE | (mode & PERMISSIONS), modified, size), content);
    }

    private void write(Head head, InputStream content) throws IOException {
        long start = out.count;
        out.write(ZipEntries.before(head));
        long first = out.count;
        var checked = new CheckedInputStream(content, new CRC32());
        long size = deflate(checked);
        int crc = (int) checked.getChecksum().getValue();
        var body = new Body(start, crc, out.count - first, size);
        out.write(ZipEntries.behind(head, body));
        directory.write(ZipEntries.listed(head, body));
        entries++;
    }

    private long deflate(InputStream content) throws IOException {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            var body = new DeflaterOutputStream(out, deflater, 1 << 14);
            long size = content.transferTo(body);
            body.finish();
            return size;
        } finally {
            deflater.end();
        }
    }

    /** Writes the directory, and leaves open what it is written to. */
    void finish() throws IOException {
        long start = out.count;
        directory.writeTo(out);
        out.write(ZipEntries.end(entries, start, out.count - start));
        out.flush();
    }

    private static final class Counted extends FilterOutputStream {
        private long count;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            count += length;
        }
    }
}
