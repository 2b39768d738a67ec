package org.porin.trust;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How a host proves that certificates come from it: by a certificate for its name (RFC 9110 §4.3.4)
 * that leads to an authority of the system, or to an anchor, who is trusted with more than that.
 */
final class FetchTls {
  private FetchTls() {}

  /**
   * For a client.
   *
   * @throws IOException when this Java platform cannot
   */
  static SslContext context(List<X509Certificate> anchors) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate each : trustManager(null).getAcceptedIssuers()) {
        store.setCertificateEntry("authority-" + number++, each);
      }
      for (X509Certificate each : anchors) {
        store.setCertificateEntry("authority-" + number++, each);
      }
      return SslContextBuilder.forClient()
          .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2") // RFC 8996 forbids what is older
          .endpointIdentificationAlgorithm("HTTPS")
          .trustManager(trustManager(store))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the trusted certificates: " + e.getMessage(), e);
    }
  }

  private static X509TrustManager trustManager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509TrustManager trust) {
        return trust;
      }
    }
    throw new GeneralSecurityException("this Java platform judges no X.509 certificates");
  }
}
