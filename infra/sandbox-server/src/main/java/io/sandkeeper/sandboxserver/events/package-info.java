@NullMarked
package io.sandkeeper.sandboxserver.events;

import org.jspecify.annotations.NullMarked;
