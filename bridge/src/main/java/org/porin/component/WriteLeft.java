package org.porin.component;

import java.util.List;

/**
 * What a {@link WriteQueue} gives back when its connection ends.
 *
 * @param unsettled whoever waits for these is to be told
 * @param answers how many were not written that nobody waits for
 */
record WriteLeft(List<Delivery> unsettled, int answers) {}
