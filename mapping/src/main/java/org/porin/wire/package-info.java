/** What every codec shares: the one exception that a decoder may throw. Tier: pure. */
@NullMarked
package org.porin.wire;

import org.jspecify.annotations.NullMarked;
