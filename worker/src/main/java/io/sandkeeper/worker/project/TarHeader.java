package io.sandkeeper.worker.project;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The 512 bytes before each member of a tar archive. */
final class TarHeader {
    static final int BLOCK = 512;

    static final char FILE = '0';
    static final char LINK = '2';
    static final char FOLDER = '5';
    static final char LONG_NAME = 'L';
    static final char LONG_TARGET = 'K';
    static final char EXTENDED = 'x';

    private static final int NAME = 0;
    private static final int MODE = 100;
    private static final int OWNER = 108;
    private static final int GROUP = 116;
    private static final int SIZE = 124;
    private static final int TIME = 136;
    private static final int SUM = 148;
    private static final int TYPE = 156;
    private static final int TARGET = 157;
    private static final int MAGIC = 257;
    static final int NAME_BYTES = 100;

    private static final byte[] GNU = "ustar  \0".getBytes(StandardCharsets.ISO_8859_1);
    private static final long LARGEST = 077777777777L;

    private final byte[] block;

    private TarHeader(byte[] block) {
        this.block = block;
    }

    /** Of names longer than fits only the beginning is written; {@link TarWriter} says the rest. */
    static byte[] block(char type, String name, String target, int mode, long size, long seconds) {
        var header = new TarHeader(new byte[BLOCK]);
        header.text(NAME, NAME_BYTES, name);
        header.octal(MODE, 8, mode & 0777);
        header.octal(OWNER, 8, 0);
        header.octal(GROUP, 8, 0);
        header.octal(SIZE, 12, size);
        header.octal(TIME, 12, Math.clamp(seconds, 0, LARGEST));
        header.block[TYPE] = (byte) type;
        header.text(TARGET, NAME_BYTES, target);
        System.arraycopy(GNU, 0, header.block, MAGIC, GNU.length);
        header.octal(SUM, 7, header.sum());
        header.block[SUM + 7] = ' ';
        return header.block;
    }

    static TarHeader read(byte[] block) throws Garbled {
        var header = new TarHeader(block);
        if (header.number(SUM, 8) != header.sum()) {
            throw new Garbled("a tar header with a wrong sum");
        }
        return header;
    }

    char type() {
        return (char) (block[TYPE] & 0xFF);
    }

    String name() {
        return text(NAME, NAME_BYTES);
    }

    long size() throws Garbled {
        return number(SIZE, 12);
    }

    private long sum() {
        var sum = 0L;
        for (var at = 0; at < BLOCK; at++) {
            sum += at >= SUM && at < SUM + 8 ? ' ' : block[at] & 0xFF;
        }
        return sum;
    }

    private void text(int from, int length, String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, from, Math.min(length, bytes.length));
    }

    private String text(int from, int length) {
        var end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private void octal(int from, int length, long value) {
        if (value < 0 || value > LARGEST) {
            throw new IllegalArgumentException("a number that no tar header holds");
        }
        var digits = Long.toOctalString(value);
        Arrays.fill(block, from, from + length - 1, (byte) '0');
        text(from + length - 1 - digits.length(), digits.length(), digits);
        block[from + length - 1] = 0;
    }

    /** Octal digits alone: larger numbers belong to files above every limit. */
    private long number(int from, int length) throws Garbled {
        var digits = text(from, length).strip();
        if (digits.isEmpty() || digits.length() > 11) {
            throw new Garbled("a tar header with a bad number");
        }
        try {
            return Long.parseUnsignedLong(digits, 8);
        } catch (NumberFormatException _) {
            throw new Garbled("a tar header with a bad number");
        }
    }
}
