@NullMarked
package io.sandkeeper.sandboxserver.envd;

import org.jspecify.annotations.NullMarked;
