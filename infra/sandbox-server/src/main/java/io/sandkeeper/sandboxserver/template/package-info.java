@NullMarked
package io.sandkeeper.sandboxserver.template;

import org.jspecify.annotations.NullMarked;
