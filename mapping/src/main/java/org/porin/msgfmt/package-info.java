/**
 * The Message/CPIM format (RFC 3862): values, codec, and the rules by which this application uses
 * it (RFC 3862 §6), with the MIME (RFC 2045, 2046) and date (RFC 3339) syntax that it takes in.
 * Tier: pure.
 */
@NullMarked
package org.porin.msgfmt;

import org.jspecify.annotations.NullMarked;
