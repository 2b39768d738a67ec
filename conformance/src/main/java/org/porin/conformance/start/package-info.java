/** How long Porin takes from its start to ready, as an operator sees it. */
@NullMarked
package org.porin.conformance.start;

import org.jspecify.annotations.NullMarked;
