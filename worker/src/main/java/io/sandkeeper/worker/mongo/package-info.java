/**
 * What all stores in MongoDB share: the client and the gate in front of its connections, what its
 * failures mean, and how fields are read. Only packages named {@code mongo} use it.
 */
@NullMarked
package io.sandkeeper.worker.mongo;

import org.jspecify.annotations.NullMarked;
