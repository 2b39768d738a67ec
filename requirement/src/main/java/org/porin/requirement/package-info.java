/**
 * Ties tests to the requirement catalogue. A test names the rows that it proves with {@link
 * org.porin.requirement.Requirement}; the listener writes down which of them passed, and {@code
 * conformance} makes the report. Never in the product: test scope everywhere.
 */
@NullMarked
package org.porin.requirement;

import org.jspecify.annotations.NullMarked;
