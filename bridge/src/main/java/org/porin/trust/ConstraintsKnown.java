package org.porin.trust;

import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.util.Collection;
import java.util.Set;

/**
 * Tells the JDK's validation that claim constraints are obeyed here ({@link ClaimConstraints}), so
 * that a certificate in which they are critical is not refused for that.
 */
final class ConstraintsKnown extends PKIXCertPathChecker {
  private static final Set<String> OIDS =
      Set.of(ClaimConstraints.OID, ClaimConstraints.ENHANCED_OID);

  @Override
  public void init(boolean forward) {
    // keeps nothing from one certificate to the next
  }

  @Override
  public boolean isForwardCheckingSupported() {
    return true;
  }

  @Override
  public Set<String> getSupportedExtensions() {
    return OIDS;
  }

  @Override
  public void check(Certificate certificate, Collection<String> unresolvedCriticalExtensions) {
    unresolvedCriticalExtensions.removeAll(OIDS);
  }
}
