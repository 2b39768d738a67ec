/**
 * The translations of RFC 3922, 7247 and 7572, one class a kind: functions of their arguments, time
 * and randomness among them. Tier: pure.
 */
@NullMarked
package org.porin.mapping;

import org.jspecify.annotations.NullMarked;
