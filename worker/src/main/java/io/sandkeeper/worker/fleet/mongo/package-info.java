/** The roster in MongoDB. */
@NullMarked
package io.sandkeeper.worker.fleet.mongo;

import org.jspecify.annotations.NullMarked;
