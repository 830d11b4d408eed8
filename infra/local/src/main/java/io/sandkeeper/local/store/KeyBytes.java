package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.ObjectId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * Values written as bytes whose unsigned order is MongoDB's order of the values.
 *
 * <p>No value's bytes are the beginning of another value's. So fields can be put one after the
 * other, equality is a common beginning, and every condition that an index can serve is one
 * half-open range of bytes. A descending field has its bits inverted. No value begins with 0xFF. A
 * decimal is placed by its nearest double.
 */
final class KeyBytes {
    /** Stands for the element that an empty array does not have; it sorts before null. */
    enum NoElement {
        NO_ELEMENT
    }

    static final byte[] NOTHING = {};
    static final byte[] BEYOND_ALL = {(byte) 0xFF};

    private static final byte END = 0;
    private static final byte MORE = 1;

    private byte[] bytes = new byte[48];
    private int size;

    static byte[] of(@Nullable Object value) {
        return new KeyBytes().put(value).toBytes();
    }

    /** The first bytes that come after everything that begins with these. */
    static byte[] after(byte[] prefix) {
        int end = prefix.length;
        while (end > 0 && prefix[end - 1] == (byte) 0xFF) {
            end--;
        }
        if (end == 0) {
            return BEYOND_ALL;
        }
        byte[] next = Arrays.copyOf(prefix, end);
        next[end - 1]++;
        return next;
    }

    static byte[] inverted(byte[] ascending) {
        byte[] inverted = ascending.clone();
        invert(inverted, 0, inverted.length);
        return inverted;
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    KeyBytes put(@Nullable Object value, boolean ascending) {
        int start = size;
        put(value);
        if (!ascending) {
            invert(bytes, start, size);
        }
        return this;
    }

    KeyBytes raw(byte[] raw) {
        room(raw.length);
        System.arraycopy(raw, 0, bytes, size, raw.length);
        size += raw.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private KeyBytes put(@Nullable Object value) {
        one(KeyType.of(value).tag());
        switch (value) {
            case Number number -> putNumber(number);
            case String text -> putText(text);
            case Document document -> putDocument(document);
            case Collection<?> array -> putArray(array);
            case Boolean flag -> one((byte) (flag ? 1 : 0));
            case Instant instant -> putLong(instant.toEpochMilli() ^ Long.MIN_VALUE);
            case ObjectId id -> raw(id.toByteArray());
            case BsonTimestamp timestamp -> putLong(timestamp.getValue());
            case UUID uuid -> putUuid(uuid);
            case LegacyUUID legacy -> putUuid(legacy.getUuid());
            case BinData data -> putLong(data.getData().length).raw(data.getData());
            case BsonRegularExpression regex ->
                    putText(regex.getPattern()).putText("" + regex.getOptions());
            case BsonJavaScript script -> putText(script.getCode());
            case null, default -> {
                // The tag says it all.
            }
        }
        return this;
    }

    /** The nearest double, then how far a long is from it: above 2^53 doubles are sparse. */
    private void putNumber(Number number) {
        double nearest = number.doubleValue() + 0.0;
        long bits = Double.doubleToLongBits(nearest);
        putLong(Double.isNaN(nearest) ? 0 : bits ^ ((bits >> 63) | Long.MIN_VALUE));
        int distance = 0;
        if (number instanceof Long exact) {
            distance = (int) (exact - (long) nearest) - (nearest == 0x1p63 ? 1 : 0);
        }
        one((byte) ((distance + 0x8000) >> 8)).one((byte) distance);
    }

    /**
     * Ends with 0 1; a zero inside is written as 0 FF, so that it sorts after the end and before
     * everything else.
     */
    private KeyBytes putText(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            one(b);
            if (b == 0) {
                one((byte) 0xFF);
            }
        }
        return one((byte) 0).one((byte) 1);
    }

    private void putDocument(Document document) {
        for (Map.Entry<String, Object> field : document.entrySet()) {
            one(MORE)
                    .one(KeyType.of(field.getValue()).tag())
                    .putText(field.getKey())
                    .put(field.getValue());
        }
        one(END);
    }

    private void putArray(Collection<?> array) {
        for (Object element : array) {
            one(MORE).put(element);
        }
        one(END);
    }

    private void putUuid(UUID uuid) {
        putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private KeyBytes putLong(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            one((byte) (value >>> shift));
        }
        return this;
    }

    private KeyBytes one(byte single) {
        room(1);
        bytes[size++] = single;
        return this;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    private static void invert(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
    }
}
