/** Tells what changes in a sandbox's directories. */
@NullMarked
package io.sandkeeper.sandboxserver.envd.watch;

import org.jspecify.annotations.NullMarked;
