/** XMPP stanzas as values and their codec (RFC 6120 §8, RFC 6121 §5). Tier: pure. */
@NullMarked
package org.porin.stanza;

import org.jspecify.annotations.NullMarked;
