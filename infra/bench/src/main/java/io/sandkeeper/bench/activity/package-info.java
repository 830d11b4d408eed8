/** How fast activity is folded, beside loops that only read it. */
@NullMarked
package io.sandkeeper.bench.activity;

import org.jspecify.annotations.NullMarked;
