/**
 * The requirement catalogue: one row for each rule of the RFCs that Porin follows, the tests that
 * prove it, and the report that {@code mvn verify} prints and writes.
 */
@NullMarked
package org.porin.conformance.catalogue;

import org.jspecify.annotations.NullMarked;
