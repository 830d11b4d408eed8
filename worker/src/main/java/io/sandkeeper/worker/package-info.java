@NullMarked
package io.sandkeeper.worker;

import org.jspecify.annotations.NullMarked;
