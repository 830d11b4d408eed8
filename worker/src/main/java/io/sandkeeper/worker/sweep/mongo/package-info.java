/** Whose turn it is, in MongoDB. */
@NullMarked
package io.sandkeeper.worker.sweep.mongo;

import org.jspecify.annotations.NullMarked;
