/** The Connect protocol with its JSON codec: one message each way, or a stream of envelopes. */
@NullMarked
package io.sandkeeper.sandboxserver.envd.connect;

import org.jspecify.annotations.NullMarked;
