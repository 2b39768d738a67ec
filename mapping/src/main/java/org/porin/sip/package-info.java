/**
 * SIP as far as an instant-message and presence gateway acts on it (RFC 3261, 3428, 3581, 6665):
 * values, codec, dialogs, and non-INVITE transactions as state machines with time as an argument. A
 * message that the codec gave out has one From, To, Call-ID and CSeq and at least one Via, all of
 * them readable. Tier: pure.
 */
@NullMarked
package org.porin.sip;

import org.jspecify.annotations.NullMarked;
