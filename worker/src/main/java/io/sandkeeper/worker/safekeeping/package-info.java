/** Copies of projects' files: taken out of sandboxes, stored, compared, and brought back. */
@NullMarked
package io.sandkeeper.worker.safekeeping;

import org.jspecify.annotations.NullMarked;
