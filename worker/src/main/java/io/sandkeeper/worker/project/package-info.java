/** A project's files: what they are, and how they travel between a sandbox and a worker. */
@NullMarked
package io.sandkeeper.worker.project;

import org.jspecify.annotations.NullMarked;
