/** Tests of tokens, with the vectors of TRUST, the examples of the RFCs, and nimbus-jose-jwt. */
@NullMarked
package org.porin.passport;

import org.jspecify.annotations.NullMarked;
