@NullMarked
package io.sandkeeper.sandboxserver.gateway;

import org.jspecify.annotations.NullMarked;
