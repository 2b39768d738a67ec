package org.porin.trust;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

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
      List<X509Certificate> authorities =
          new ArrayList<>(List.of(PlatformTrust.ofTheSystem().getAcceptedIssuers()));
      authorities.addAll(anchors);
      return SslContextBuilder.forClient()
          .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2") // RFC 8996 forbids what is older
          .endpointIdentificationAlgorithm("HTTPS")
          .trustManager(PlatformTrust.of(authorities))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the trusted certificates: " + e.getMessage(), e);
    }
  }
}
