@NullMarked
package io.sandkeeper.sandboxserver;

import org.jspecify.annotations.NullMarked;
