package org.porin.conformance.catalogue;

/** Why the build fails; one fault a line. */
public final class CatalogueException extends Exception {
  CatalogueException(String faults) {
    super(faults);
  }
}
