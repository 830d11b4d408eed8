@NullMarked
package io.sandkeeper.events;

import org.jspecify.annotations.NullMarked;
