/** What RFC 3862 asks, shown on the vectors and on cases of our own. */
@NullMarked
package org.porin.msgfmt;

import org.jspecify.annotations.NullMarked;
