/**
 * What decides between the edges: who may send to whom, loops, repeats, and the order of what goes
 * out (RFC 3860 §3.4, RFC 3428 §8). Knows the operations of {@code org.porin.profile} and no
 * protocol. Tier: bridge.
 */
@NullMarked
package org.porin.membrane;

import org.jspecify.annotations.NullMarked;
