package org.porin.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** How this Java platform judges X.509 certificates (RFC 5280 §6). */
public final class PlatformTrust {
  private PlatformTrust() {}

  /**
   * By the authorities of the system.
   *
   * @throws GeneralSecurityException when the platform cannot
   */
  public static X509ExtendedTrustManager ofTheSystem() throws GeneralSecurityException {
    return judge(null);
  }

  /**
   * By these alone.
   *
   * @param authorities at least one
   * @throws GeneralSecurityException when the platform cannot
   */
  public static X509ExtendedTrustManager of(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty key store cannot be made", e);
    }
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    return judge(store);
  }

  private static X509ExtendedTrustManager judge(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509ExtendedTrustManager trust) {
        return trust;
      }
    }
    throw new GeneralSecurityException("this Java platform judges no X.509 certificates");
  }
}
