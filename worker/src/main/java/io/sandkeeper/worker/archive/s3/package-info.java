/** Archives' objects in anything that speaks S3. */
@NullMarked
package io.sandkeeper.worker.archive.s3;

import org.jspecify.annotations.NullMarked;
