@NullMarked
package io.sandkeeper.sandboxserver.machine;

import org.jspecify.annotations.NullMarked;
