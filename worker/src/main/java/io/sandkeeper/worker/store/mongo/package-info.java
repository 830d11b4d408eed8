/**
 * Sessions in MongoDB: one document each, meant to be read by a person as well. Its fields are
 * mapped here, one class per noun.
 */
@NullMarked
package io.sandkeeper.worker.store.mongo;

import org.jspecify.annotations.NullMarked;
