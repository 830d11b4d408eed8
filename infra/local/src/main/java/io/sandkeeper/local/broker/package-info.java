/** One real Kafka broker in a process of its own, and the topics in it. */
@NullMarked
package io.sandkeeper.local.broker;

import org.jspecify.annotations.NullMarked;
