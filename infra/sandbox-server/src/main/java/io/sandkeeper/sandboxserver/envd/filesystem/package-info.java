/** The service {@code filesystem.Filesystem}. */
@NullMarked
package io.sandkeeper.sandboxserver.envd.filesystem;

import org.jspecify.annotations.NullMarked;
