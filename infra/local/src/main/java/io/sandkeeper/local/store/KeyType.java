package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/**
 * The types of values in the order in which MongoDB sorts them. A comparison never leaves its
 * operand's type.
 */
enum KeyType {
    MIN_KEY(0x08),
    NO_ELEMENT(0x0C),
    NULL(0x10),
    NUMBER(0x14),
    TEXT(0x18),
    DOCUMENT(0x1C),
    ARRAY(0x20),
    BINARY(0x24),
    LEGACY_UUID(0x28),
    UUID(0x2C),
    OBJECT_ID(0x30),
    BOOLEAN(0x34),
    INSTANT(0x38),
    TIMESTAMP(0x3C),
    REGEX(0x40),
    SCRIPT(0x44),
    MAX_KEY(0x48);

    private final byte tag;

    KeyType(int tag) {
        this.tag = (byte) tag;
    }

    /** The first byte of every value of this type; there is room below, above and between. */
    byte tag() {
        return tag;
    }

    /** Whether {@code $gt} and its like can be served with an operand of this type. */
    boolean ordered() {
        return switch (this) {
            case NUMBER, TEXT, BINARY, LEGACY_UUID, UUID, OBJECT_ID, BOOLEAN, INSTANT, TIMESTAMP ->
                    true;
            case MIN_KEY, NO_ELEMENT, NULL, DOCUMENT, ARRAY, REGEX, SCRIPT, MAX_KEY -> false;
        };
    }

    static KeyType of(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case Missing _ -> NULL;
            case Number _ -> NUMBER;
            case String _ -> TEXT;
            case Document _ -> DOCUMENT;
            case Collection<?> _ -> ARRAY;
            case Instant _ -> INSTANT;
            case Boolean _ -> BOOLEAN;
            case ObjectId _ -> OBJECT_ID;
            case BinData _ -> BINARY;
            case LegacyUUID _ -> LEGACY_UUID;
            case UUID _ -> UUID;
            case BsonTimestamp _ -> TIMESTAMP;
            case BsonRegularExpression _ -> REGEX;
            case BsonJavaScript _ -> SCRIPT;
            case MinKey _ -> MIN_KEY;
            case MaxKey _ -> MAX_KEY;
            case KeyBytes.NoElement _ -> NO_ELEMENT;
            default ->
                    throw new IllegalArgumentException(
                            "no order for a " + value.getClass().getName());
        };
    }
}
