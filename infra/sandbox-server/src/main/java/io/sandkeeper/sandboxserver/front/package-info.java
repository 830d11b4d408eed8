@NullMarked
package io.sandkeeper.sandboxserver.front;

import org.jspecify.annotations.NullMarked;
