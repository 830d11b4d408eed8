package io.sandkeeper.local.store;

import java.util.Arrays;

/** The keys from {@code low} (which is in) to {@code high} (which is not). */
final class KeyRange {
    static final KeyRange EVERYTHING = new KeyRange(KeyBytes.NOTHING, KeyBytes.BEYOND_ALL, 0);

    private final byte[] low;
    private final byte[] high;
    private final int shared;

    private KeyRange(byte[] low, byte[] high, int shared) {
        this.low = low;
        this.high = high;
        this.shared = shared;
    }

    static KeyRange startingWith(byte[] prefix) {
        return new KeyRange(prefix, KeyBytes.after(prefix), prefix.length);
    }

    static KeyRange between(byte[] low, byte[] high) {
        return new KeyRange(low, high, 0);
    }

    byte[] low() {
        return low;
    }

    byte[] high() {
        return high;
    }

    /**
     * How many first bytes all keys of this range have in common: the fields that were pinned to
     * one value.
     */
    int shared() {
        return shared;
    }

    boolean contains(KeyRange other) {
        return compare(low, other.low) <= 0 && compare(other.high, high) <= 0;
    }

    KeyRange intersection(KeyRange other) {
        return between(
                compare(low, other.low) >= 0 ? low : other.low,
                compare(high, other.high) <= 0 ? high : other.high);
    }

    boolean isEmpty() {
        return compare(low, high) >= 0;
    }

    /** The same values where they are written with inverted bits, and so in the opposite order. */
    KeyRange descending() {
        return between(
                KeyBytes.after(KeyBytes.inverted(high)), KeyBytes.after(KeyBytes.inverted(low)));
    }

    KeyRange under(byte[] prefix) {
        return new KeyRange(
                KeyBytes.joined(prefix, low), KeyBytes.joined(prefix, high), prefix.length);
    }

    private static int compare(byte[] left, byte[] right) {
        return Arrays.compareUnsigned(left, right);
    }
}
