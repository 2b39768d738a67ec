/**
 * The SIP/SIMPLE transport (RFC 3428 and 3856 over RFC 3261 and 6665): the edge of the membrane
 * that speaks SIP. It resolves the destination's domain, carries one message as a MESSAGE request
 * in the dialect that the far end takes, and presence as SUBSCRIBE and NOTIFY on dialogs that
 * others keep for it, fails over between targets, and answers for what comes in.
 *
 * <p>One event loop owns everything that changes: the transactions, the flows, the dialects. What
 * is decided is in values and small state machines ({@link org.porin.simple.Walk}, {@link
 * org.porin.simple.Passage}, {@link org.porin.simple.Screening}, {@link
 * org.porin.simple.DialectMemory}); what waits is in {@link org.porin.simple.SimpleTransport} and
 * the flows below it. Tier: edge.
 */
@NullMarked
package org.porin.simple;

import org.jspecify.annotations.NullMarked;
