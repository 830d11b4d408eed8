/** What benchmarks stand on: a real broker, a real store and the real worker, each a process. */
@NullMarked
package io.sandkeeper.bench.stage;

import org.jspecify.annotations.NullMarked;
