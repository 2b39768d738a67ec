/**
 * JAIN SIP's reference implementation as somebody else's user agent, for the tests of all modules:
 * a parser and transactions that are not ours (RFC 3261, RFC 3428).
 */
@NullMarked
package org.porin.jainsip;

import org.jspecify.annotations.NullMarked;
