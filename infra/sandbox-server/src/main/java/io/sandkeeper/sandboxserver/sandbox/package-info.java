@NullMarked
package io.sandkeeper.sandboxserver.sandbox;

import org.jspecify.annotations.NullMarked;
