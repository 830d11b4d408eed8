@NullMarked
package io.sandkeeper.sandboxserver.faults;

import org.jspecify.annotations.NullMarked;
