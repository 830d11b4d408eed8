/**
 * What a requester gave to be put into a sandbox: immutable, and the only place where its secrets
 * are.
 */
@NullMarked
package io.sandkeeper.worker.spec;

import org.jspecify.annotations.NullMarked;
