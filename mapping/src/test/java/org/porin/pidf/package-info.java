/** What RFC 3863, 4479 and 4480 ask, shown on the vectors and on cases of our own. */
@NullMarked
package org.porin.pidf;

import org.jspecify.annotations.NullMarked;
