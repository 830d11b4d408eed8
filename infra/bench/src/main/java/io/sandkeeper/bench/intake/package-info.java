/** How many requests a second are taken in and done, beside other ways to consume from Kafka. */
@NullMarked
package io.sandkeeper.bench.intake;

import org.jspecify.annotations.NullMarked;
