/**
 * Who speaks, as a signed value: PASSporT (RFC 8225) with its extensions {@code msg} (RFC 9475),
 * {@code div} (RFC 8946) and the two of TRUST, and the SIP header that carries it (RFC 8224). No
 * keys and no I/O: signatures are octets here. Tier: above the SIP codec and Message/CPIM.
 */
@NullMarked
package org.porin.passport;

import org.jspecify.annotations.NullMarked;
