package io.sandkeeper.worker.archive.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoGridFSException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.model.GridFSUploadOptions;

import io.sandkeeper.worker.archive.Damaged;
import io.sandkeeper.worker.archive.ObjectKey;
import io.sandkeeper.worker.archive.Vault;
import io.sandkeeper.worker.mongo.Mongo;
import io.sandkeeper.worker.store.StoreUnavailable;

import org.bson.BsonString;
import org.bson.Document;
import org.bson.conversions.Bson;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/**
 * Objects in GridFS, under their keys as ids: whoever lists them also sees those of which only some
 * chunks were stored.
 */
public final class GridVault implements Vault {
    private static final String BUCKET = "archive";
    private static final String ID = "_id";
    private static final String OWNER = "files_id";
    private static final GridFSUploadOptions IN_CHUNKS =
            new GridFSUploadOptions().chunkSizeBytes(1 << 20);

    /** What comes right after a slash. */
    private static final char BEHIND_SLASH = '/' + 1;

    private final Mongo mongo;
    private final GridFSBucket bucket;
    private final MongoCollection<Document> files;
    private final MongoCollection<Document> chunks;

    public GridVault(Mongo mongo) {
        this.mongo = mongo;
        this.bucket = mongo.bucket(BUCKET);
        this.files = mongo.collection(BUCKET + ".files");
        this.chunks = mongo.collection(BUCKET + ".chunks");
    }

    @Override
    public void store(ObjectKey key, byte[] content) {
        mongo.ask(
                () -> {
                    bucket.uploadFromStream(
                            id(key), key.name(), new ByteArrayInputStream(content), IN_CHUNKS);
                    return true;
                });
    }

    @Override
    public byte[] read(ObjectKey key, int offset, int length) {
        return mongo.ask(() -> part(key, offset, length));
    }

    private byte[] part(ObjectKey key, int offset, int length) {
        try (var in = bucket.openDownloadStream(id(key))) {
            in.skipNBytes(offset);
            var bytes = new byte[length];
            // Into an array: the other way asks for the chunk behind the part as well.
            if (in.readNBytes(bytes, 0, length) < length) {
                throw new Damaged("the object %s ends early".formatted(key));
            }
            return bytes;
        } catch (MongoGridFSException e) {
            throw new Damaged("the object %s is not there, or not whole".formatted(key), e);
        } catch (EOFException e) {
            throw new Damaged("the object %s ends early".formatted(key), e);
        } catch (IOException e) {
            throw new StoreUnavailable("the object %s cannot be read".formatted(key), e);
        }
    }

    @Override
    public void remove(ObjectKey key) {
        mongo.ask(() -> files.deleteOne(eq(ID, key.toString())));
        mongo.ask(() -> chunks.deleteMany(eq(OWNER, key.toString())));
    }

    @Override
    public List<ObjectKey> keys(String folder) {
        var names = new HashSet<String>();
        mongo.ask(() -> files.distinct(ID, in(ID, folder), String.class).into(names));
        mongo.ask(() -> chunks.distinct(OWNER, in(OWNER, folder), String.class).into(names));
        return names.stream()
                .flatMap(
                        name ->
                                ObjectKey.found(folder, name.substring(folder.length() + 1))
                                        .stream())
                .toList();
    }

    private static Bson in(String field, String folder) {
        return and(gt(field, folder + '/'), lt(field, folder + BEHIND_SLASH));
    }

    private static BsonString id(ObjectKey key) {
        return new BsonString(key.toString());
    }
}
