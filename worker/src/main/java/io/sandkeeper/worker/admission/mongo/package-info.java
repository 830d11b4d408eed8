/** The lanes in MongoDB. */
@NullMarked
package io.sandkeeper.worker.admission.mongo;

import org.jspecify.annotations.NullMarked;
