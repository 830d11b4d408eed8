/** Processes of a sandbox: started, followed, fed and signalled from outside. */
@NullMarked
package io.sandkeeper.sandboxserver.envd.process;

import org.jspecify.annotations.NullMarked;
