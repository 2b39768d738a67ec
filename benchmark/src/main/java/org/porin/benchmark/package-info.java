/** What codecs and translations cost, one thread, beside others that do the same. */
@NullMarked
package org.porin.benchmark;

import org.jspecify.annotations.NullMarked;
