package io.sandkeeper.local.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Documents at rest, as BSON: a third of the memory that the library's maps of boxed values take,
 * and never changed in place, so that an answer under way on the wire cannot be torn by the next
 * write. Guarded by its collection's lock.
 */
final class DocumentHeap {
    private static final int TOO_LARGE = 10334;

    private final List<byte @Nullable []> slots = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private long dataSize;

    static byte[] encode(Document document) {
        ByteBuf buffer = Unpooled.buffer(1024);
        BsonEncoder.encodeDocument(document, buffer);
        if (buffer.readableBytes() > BsonConstants.MAX_BSON_OBJECT_SIZE) {
            throw new MongoServerError(
                    TOO_LARGE, "BSONObjectTooLarge", "the document is larger than 16 MiB");
        }
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    static Document decode(byte[] bytes) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
    }

    int add(Document document) {
        byte[] bytes = encode(document);
        dataSize += bytes.length;
        @Nullable Integer reused = free.poll();
        if (reused != null) {
            slots.set(reused, bytes);
            return reused;
        }
        slots.add(bytes);
        return slots.size() - 1;
    }

    void replace(int slot, Document document) {
        byte[] bytes = encode(document);
        dataSize += bytes.length - get(slot).length;
        slots.set(slot, bytes);
    }

    void remove(int slot) {
        dataSize -= get(slot).length;
        slots.set(slot, null);
        free.add(slot);
    }

    byte[] get(int slot) {
        byte @Nullable [] bytes = slots.get(slot);
        if (bytes == null) {
            throw new IllegalStateException("slot " + slot + " is empty");
        }
        return bytes;
    }

    boolean occupied(int slot) {
        return slots.get(slot) != null;
    }

    /** One more than the highest slot ever taken. */
    int end() {
        return slots.size();
    }

    int count() {
        return slots.size() - free.size();
    }

    long dataSize() {
        return dataSize;
    }

    void clear() {
        slots.clear();
        free.clear();
        dataSize = 0;
    }
}
