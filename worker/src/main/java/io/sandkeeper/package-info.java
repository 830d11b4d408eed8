@NullMarked
package io.sandkeeper;

import org.jspecify.annotations.NullMarked;
