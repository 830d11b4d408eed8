/** Java processes that stop with the one that started them, and their folder. */
@NullMarked
package io.sandkeeper.local.process;

import org.jspecify.annotations.NullMarked;
