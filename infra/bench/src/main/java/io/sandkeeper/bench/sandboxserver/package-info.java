/** Measures the sandbox server from outside, as its users see it. */
@NullMarked
package io.sandkeeper.bench.sandboxserver;

import org.jspecify.annotations.NullMarked;
