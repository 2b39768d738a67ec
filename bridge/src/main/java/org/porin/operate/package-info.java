/**
 * What an operator asks a running bridge, over HTTP on loopback: metrics, health, and whatever else
 * hangs a {@link org.porin.operate.Page} on it. Reads plain values of the other parts and changes
 * nothing of them. Tier: bridge.
 */
@NullMarked
package org.porin.operate;

import org.jspecify.annotations.NullMarked;
