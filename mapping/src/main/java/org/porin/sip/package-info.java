/**
 * SIP as far as an instant-message and presence gateway acts on it (RFC 3261, 3428): values, codec
 * and transactions as state machines with time as an argument. Tier: pure.
 */
@NullMarked
package org.porin.sip;

import org.jspecify.annotations.NullMarked;
