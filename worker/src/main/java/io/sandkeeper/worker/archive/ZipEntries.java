package io.sandkeeper.worker.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The records of a zip file, byte by byte. What is small is written so that old tools read it. */
final class ZipEntries {
    private static final int OLD = 20;
    private static final int IN_64_BITS = 45;
    private static final int UNIX = 3 << 8;
    private static final int SIZES_BEHIND_AND_UTF8 = 1 << 3 | 1 << 11;
    private static final int DEFLATED = 8;
    private static final long BEHIND_32_BITS = 0xFFFF_FFFFL;
    private static final int SEE_EXTRA = 0xFFFF_FFFF;

    /** Deflated, what is smaller than this is smaller than 32 bits can say. */
    private static final long LARGE = 4_000_000_000L;

    private ZipEntries() {}

    /**
     * @param unix type and mode
     * @param size as it was promised
     */
    record Head(String name, int unix, Instant modified, long size) {
        private byte[] bytes() {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        private boolean isFolder() {
            return name.endsWith("/");
        }

        private boolean isLarge() {
            return size > LARGE;
        }
    }

    /** What is known when it is written. */
    record Body(long start, int crc, long packed, long size) {}

    static byte[] before(Head head) {
        var name = head.bytes();
        var extra = buffer(29);
        if (head.isLarge()) {
            extra.putShort((short) 1).putShort((short) 16).putLong(0).putLong(0);
        }
        time(extra, head.modified());
        int size = head.isLarge() ? SEE_EXTRA : 0;
        return shared(buffer(30 + name.length + extra.position()), 0x04034b50, head)
                .putInt(0)
                .putInt(size)
                .putInt(size)
                .putShort((short) name.length)
                .putShort((short) extra.position())
                .put(name)
                .put(extra.flip())
                .array();
    }

    static byte[] behind(Head head, Body body) {
        return head.isLarge()
                ? buffer(24)
                        .putInt(0x08074b50)
                        .putInt(body.crc())
                        .putLong(body.packed())
                        .putLong(body.size())
                        .array()
                : buffer(16)
                        .putInt(0x08074b50)
                        .putInt(body.crc())
                        .putInt((int) body.packed())
                        .putInt((int) body.size())
                        .array();
    }

    static byte[] listed(Head head, Body body) {
        var name = head.bytes();
        boolean wide = head.isLarge() || body.start() >= BEHIND_32_BITS;
        var extra = buffer(37);
        if (wide) {
            extra.putShort((short) 1)
                    .putShort((short) 24)
                    .putLong(body.size())
                    .putLong(body.packed())
                    .putLong(body.start());
        }
        time(extra, head.modified());
        var record = buffer(46 + name.length + extra.position());
        record.putInt(0x02014b50).putShort((short) (UNIX | IN_64_BITS));
        return sharedFields(record, head)
                .putInt(body.crc())
                .putInt(wide ? SEE_EXTRA : (int) body.packed())
                .putInt(wide ? SEE_EXTRA : (int) body.size())
                .putShort((short) name.length)
                .putShort((short) extra.position())
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(head.unix() << 16 | (head.isFolder() ? 0x10 : 0))
                .putInt(wide ? SEE_EXTRA : (int) body.start())
                .put(name)
                .put(extra.flip())
                .array();
    }

    private static ByteBuffer shared(ByteBuffer record, int signature, Head head) {
        return sharedFields(record.putInt(signature), head);
    }

    private static ByteBuffer sharedFields(ByteBuffer record, Head head) {
        return record.putShort((short) (head.isLarge() ? IN_64_BITS : OLD))
                .putShort((short) SIZES_BEHIND_AND_UTF8)
                .putShort((short) DEFLATED)
                .putInt(dos(head.modified()));
    }

    /** Both ends: whoever knows 64 bits takes the first, and everybody finds the second. */
    static byte[] end(long entries, long start, long size) {
        int few = (int) Math.min(entries, 0xFFFF);
        return buffer(98)
                .putInt(0x06064b50)
                .putLong(44)
                .putShort((short) (UNIX | IN_64_BITS))
                .putShort((short) IN_64_BITS)
                .putLong(0)
                .putLong(entries)
                .putLong(entries)
                .putLong(size)
                .putLong(start)
                .putInt(0x07064b50)
                .putInt(0)
                .putLong(start + size)
                .putInt(1)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) few)
                .putShort((short) few)
                .putInt((int) Math.min(size, BEHIND_32_BITS))
                .putInt((int) Math.min(start, BEHIND_32_BITS))
                .putShort((short) 0)
                .array();
    }

    /** Seconds, as Unix tools read them; what does not fit in 32 bits becomes the nearest. */
    private static void time(ByteBuffer extra, Instant modified) {
        int seconds = Math.clamp(modified.getEpochSecond(), Integer.MIN_VALUE, Integer.MAX_VALUE);
        extra.putShort((short) 0x5455).putShort((short) 5).put((byte) 1).putInt(seconds);
    }

    /** From 1980 to 2107, by two seconds. */
    private static int dos(Instant modified) {
        long seconds = Math.clamp(modified.getEpochSecond(), 315_532_800L, 4_354_819_198L);
        var time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        return (time.getYear() - 1980) << 25
                | time.getMonthValue() << 21
                | time.getDayOfMonth() << 16
                | time.getHour() << 11
                | time.getMinute() << 5
                | time.getSecond() >> 1;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
