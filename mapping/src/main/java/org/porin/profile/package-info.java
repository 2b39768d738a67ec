/**
 * The abstract operations that both sides of the membrane speak (RFC 3859 and 3860, RFC 3860 §3):
 * each edge translates its own protocol to these and back. Tier: pure.
 */
@NullMarked
package org.porin.profile;

import org.jspecify.annotations.NullMarked;
