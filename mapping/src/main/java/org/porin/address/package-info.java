/**
 * Who sends and who receives, in the words of each side: JIDs (RFC 7622), {@code im:} and {@code
 * pres:} URIs (RFC 3860, RFC 3859), {@code sip:} URIs (RFC 3261 §19.1), and the escapes between
 * them (RFC 3922 §3, RFC 7247 §6, XEP-0106). Tier: pure.
 */
@NullMarked
package org.porin.address;

import org.jspecify.annotations.NullMarked;
