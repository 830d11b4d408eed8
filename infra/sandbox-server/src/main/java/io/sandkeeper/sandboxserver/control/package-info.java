@NullMarked
package io.sandkeeper.sandboxserver.control;

import org.jspecify.annotations.NullMarked;
