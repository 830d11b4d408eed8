/** Archives in MongoDB: objects in GridFS, cards in a collection. */
@NullMarked
package io.sandkeeper.worker.archive.mongo;

import org.jspecify.annotations.NullMarked;
