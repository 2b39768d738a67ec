/**
 * Keys and certificates: what this bridge shows of itself in TLS, whom it believes, and which SIP
 * domains a certificate is for (RFC 5922). Reads files when it is opened and never later. Tier:
 * below the edges.
 */
@NullMarked
package org.porin.trust;

import org.jspecify.annotations.NullMarked;
