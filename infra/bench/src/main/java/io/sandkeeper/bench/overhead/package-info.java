/** How long a request takes beyond what the provider takes, beside a bare echo over Kafka. */
@NullMarked
package io.sandkeeper.bench.overhead;

import org.jspecify.annotations.NullMarked;
