/** What it costs that no work is lost: copies of projects, their comparison, and their return. */
@NullMarked
package io.sandkeeper.bench.safekeeping;

import org.jspecify.annotations.NullMarked;
