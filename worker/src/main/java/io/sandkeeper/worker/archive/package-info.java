/**
 * Copies of projects' files that outlive their sandboxes: content is stored once per session, by
 * its SHA-256. {@link io.sandkeeper.worker.archive.Archives} is what others use.
 */
@NullMarked
package io.sandkeeper.worker.archive;

import org.jspecify.annotations.NullMarked;
