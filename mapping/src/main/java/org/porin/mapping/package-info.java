/**
 * The translations of RFC 3922, 7247 and 7572, one class a direction and kind: functions of their
 * arguments, time among them. Tier: pure.
 */
@NullMarked
package org.porin.mapping;

import org.jspecify.annotations.NullMarked;
