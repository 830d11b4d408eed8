/** Specs in MongoDB: one immutable document each. */
@NullMarked
package io.sandkeeper.worker.spec.mongo;

import org.jspecify.annotations.NullMarked;
