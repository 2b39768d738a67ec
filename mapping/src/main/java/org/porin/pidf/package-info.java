/**
 * Presence information as a document, PIDF (RFC 3863): values, codec, and what is read of the data
 * model (RFC 4479), of RPID (RFC 4480) and of {@code <show/>} (RFC 8048 §6). Tier: pure.
 */
@NullMarked
package org.porin.pidf;

import org.jspecify.annotations.NullMarked;
