/**
 * How events travel: JSON described by schemas, in CloudEvents, in Kafka records. {@link
 * io.sandkeeper.events.codec.EventCodec} is the door.
 */
@NullMarked
package io.sandkeeper.events.codec;

import org.jspecify.annotations.NullMarked;
