package org.porin.simple;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.porin.trust.Proof;
import org.porin.trust.RenewedTls;
import org.porin.trust.TlsContexts;

/**
 * The far end of one TLS connection whose handshake is complete, judged by what is believed at the
 * moment: what was proven is over when a certificate runs out, and looked at anew when files have
 * changed. Used on the event loop only.
 */
final class TlsPeer {
  private static final AttributeKey<TlsPeer> KEY = AttributeKey.valueOf(TlsPeer.class, "peer");

  private final RenewedTls tls;
  private final List<X509Certificate> chain;
  private @Nullable TlsContexts provenBy;
  private Proof proof = Proof.NONE;
  private @Nullable TlsContexts meantBy;
  private Instant meantUntil = Instant.MIN;

  private TlsPeer(RenewedTls tls, List<X509Certificate> chain) {
    this.tls = tls;
    this.chain = List.copyOf(chain);
  }

  /** That of a channel; empty where there was no handshake, or none that succeeded. */
  static Optional<TlsPeer> of(Channel channel, RenewedTls tls) {
    @Nullable TlsPeer known = channel.attr(KEY).get();
    @Nullable SslHandler handler = channel.pipeline().get(SslHandler.class);
    if (known == null && handler != null && handler.handshakeFuture().isSuccess()) {
      known = new TlsPeer(tls, chain(handler));
      channel.attr(KEY).set(known);
    }
    return Optional.ofNullable(known);
  }

  private static List<X509Certificate> chain(SslHandler handler) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate each : handler.engine().getSession().getPeerCertificates()) {
        chain.add((X509Certificate) each);
      }
    } catch (SSLPeerUnverifiedException e) {
      chain.clear(); // RFC 5922 §7.4: then it is not authenticated
    }
    return chain;
  }

  /** What it proves now. */
  Proof proof() {
    TlsContexts current = tls.current();
    if (current != provenBy || !proof.holdsAt(current.trust().now())) {
      provenBy = current;
      proof = chain.isEmpty() ? Proof.NONE : current.trust().proof(chain);
    }
    return proof;
  }

  /**
   * Whether it is, still, the server that was meant (RFC 5922 §7.3).
   *
   * @throws CertificateException when it is not, or not believed any more
   */
  void require(List<String> identities) throws CertificateException {
    TlsContexts current = tls.current();
    if (current != meantBy || !current.trust().now().isBefore(meantUntil)) {
      meantUntil = Instant.MIN;
      meantUntil = current.trust().requireServer(chain, identities);
      meantBy = current;
    }
  }
}
