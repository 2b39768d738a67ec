/**
 * One Jazzer target for each parser: octets of a peer give a value or the parser's own exception,
 * and what was read can be written and read again. In an ordinary build each runs its seeds, the
 * vectors, once; {@code mapping/bin/fuzz} looks for more.
 */
@NullMarked
package org.porin.fuzz;

import org.jspecify.annotations.NullMarked;
