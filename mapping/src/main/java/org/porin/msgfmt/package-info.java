/** The common message format, Message/CPIM (RFC 3862). Tier: pure. */
@NullMarked
package org.porin.msgfmt;

import org.jspecify.annotations.NullMarked;
