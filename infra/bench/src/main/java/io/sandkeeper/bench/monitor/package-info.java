/** What it costs to look after many running sandboxes, and how soon a dead one is noticed. */
@NullMarked
package io.sandkeeper.bench.monitor;

import org.jspecify.annotations.NullMarked;
