/** How late timers are when many come at once, and what they cost when none comes. */
@NullMarked
package io.sandkeeper.bench.timers;

import org.jspecify.annotations.NullMarked;
