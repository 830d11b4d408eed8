@NullMarked
package io.sandkeeper.bench;

import org.jspecify.annotations.NullMarked;
