/** What users see of a bad day of the cloud, with all resilience and without any. */
@NullMarked
package io.sandkeeper.bench.resilience;

import org.jspecify.annotations.NullMarked;
