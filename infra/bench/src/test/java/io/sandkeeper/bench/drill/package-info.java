/**
 * Fault drills on the real thing: a broker, a store, a sandbox server and workers, each a process
 * that is frozen, killed and started again while sessions are asked for.
 */
@NullMarked
package io.sandkeeper.bench.drill;

import org.jspecify.annotations.NullMarked;
