/** What ended is forgotten when nobody can ask for it any more. */
@NullMarked
package io.sandkeeper.worker.retention;

import org.jspecify.annotations.NullMarked;
