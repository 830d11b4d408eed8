/** Archives' objects as files in a folder. */
@NullMarked
package io.sandkeeper.worker.archive.folder;

import org.jspecify.annotations.NullMarked;
