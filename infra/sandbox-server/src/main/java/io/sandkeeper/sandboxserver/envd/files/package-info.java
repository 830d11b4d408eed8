@NullMarked
package io.sandkeeper.sandboxserver.envd.files;

import org.jspecify.annotations.NullMarked;
