@NullMarked
package io.sandkeeper.local;

import org.jspecify.annotations.NullMarked;
