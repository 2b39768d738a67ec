/**
 * Where a domain takes its instant messages, or has its presence: DNS SRV by RFC 3861 and 5509,
 * target selection by RFC 2782, and SIP's own location rules (RFC 3263) where a domain has no
 * record for the service. Tier: waits for the network, never on the calling thread.
 */
@NullMarked
package org.porin.resolve;

import org.jspecify.annotations.NullMarked;
