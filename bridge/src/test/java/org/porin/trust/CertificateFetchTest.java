package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.requirement.Requirement;
import org.porin.trust.ScriptedHost.Script;
import org.porin.wire.Octets;

/** Against real web servers on this host, most of them hostile. */
@Timeout(60)
class CertificateFetchTest {
  private static final Octets CONTENT = Octets.utf8("a certificate");
  private static final List<IpNetwork> ONE_HOST = List.of(IpNetwork.of("127.0.0.1"));

  @TempDir private Path directory;
  private Pki pki;
  private ServerSocketFactory tls;
  private SslContext client;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> lookedUp = new ArrayList<>();

  @BeforeEach
  void certify() throws Exception {
    pki = new Pki(directory);
    tls = pki.jdk(pki.forNames("keys.a.example")).getServerSocketFactory();
    client = FetchTls.context(new PemFile(pki.authorities()).certificates());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private ScriptedHost host(ServerSocketFactory sockets, String address, int port, Script script)
      throws Exception {
    ScriptedHost host = new ScriptedHost(sockets, InetAddress.getByName(address), port, script);
    opened.add(host);
    return host;
  }

  private ScriptedHost host(Script script) throws Exception {
    return host(tls, "127.0.0.1", 0, script);
  }

  private CertificateFetch fetch(List<IpNetwork> networks, String... addresses) throws Exception {
    List<InetAddress> found = new ArrayList<>();
    for (String each : addresses) {
      found.add(InetAddress.getByName(each));
    }
    CertificateFetch fetch =
        new CertificateFetch(
            name -> {
              lookedUp.add(name);
              return CompletableFuture.completedFuture(found);
            },
            new FetchRules(Set.of("keys.a.example"), networks),
            () -> client);
    opened.add(fetch);
    return fetch;
  }

  private static CertificateUrl url(ScriptedHost host) throws Exception {
    return CertificateUrl.parse("https://keys.a.example:" + host.port() + "/p/1.cer?v=1");
  }

  private static Octets get(CertificateFetch fetch, CertificateUrl url) throws Exception {
    return fetch.get(url, "a.example").get(30, TimeUnit.SECONDS);
  }

  private void refused(String why, Script script) throws Exception {
    ScriptedHost host = host(script);
    CertificateFetch fetch = fetch(ONE_HOST, "127.0.0.1");
    assertThatThrownBy(() -> get(fetch, url(host)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(FetchException.class)
        .hasMessageContaining(why);
  }

  @Test
  @Requirement("8224-7.2-1")
  void whatStandsAtAUrlIsFetched() throws Exception {
    ScriptedHost host = host(ScriptedHost.certificate(CONTENT));
    assertThat(get(fetch(ONE_HOST, "127.0.0.1"), url(host))).isEqualTo(CONTENT);
    assertThat(host.requests.get(0))
        .startsWith("GET /p/1.cer?v=1 HTTP/1.1\r\nHost: keys.a.example:" + host.port() + "\r\n")
        .contains("\r\nAccept: application/pkix-cert");
  }

  @Test
  void aHostWithoutTlsIsAskedWhereItIsListed() throws Exception {
    ScriptedHost host =
        host(
            ServerSocketFactory.getDefault(),
            "127.0.0.1",
            0,
            ScriptedHost.text("HTTP/1.0 200 OK\r\n\r\na certificate"));
    CertificateUrl url = CertificateUrl.parse("http://keys.a.example:" + host.port() + "/");
    assertThat(get(fetch(ONE_HOST, "127.0.0.1"), url)).isEqualTo(CONTENT);
  }

  @Test
  void aHostThatIsNotTheOneMeantIsNotAsked() throws Exception {
    ServerSocketFactory other = pki.jdk(pki.forNames("b.example")).getServerSocketFactory();
    ScriptedHost host = host(other, "127.0.0.1", 0, ScriptedHost.certificate(CONTENT));
    CertificateFetch fetch = fetch(ONE_HOST, "127.0.0.1");
    assertThatThrownBy(() -> get(fetch, url(host))).hasMessageContaining("does not prove by TLS");
    assertThat(host.requests).isEmpty();
  }

  @Test
  void norIsOneThatNobodyVouchesFor() throws Exception {
    Pki mantua = new Pki(Files.createDirectory(directory.resolve("mantua")));
    ServerSocketFactory other =
        mantua.jdk(mantua.forNames("keys.a.example")).getServerSocketFactory();
    ScriptedHost host = host(other, "127.0.0.1", 0, ScriptedHost.certificate(CONTENT));
    CertificateFetch fetch = fetch(ONE_HOST, "127.0.0.1");
    assertThatThrownBy(() -> get(fetch, url(host))).hasMessageContaining("does not prove by TLS");
    assertThat(host.requests).isEmpty();
  }

  @Test
  void anAddressThatMayNotBeAskedIsNotConnectedTo() throws Exception {
    ScriptedHost host = host(ScriptedHost.certificate(CONTENT));
    for (String inside : List.of("127.0.0.1", "::ffff:127.0.0.1")) {
      CertificateFetch fetch = fetch(List.of(), inside);
      assertThatThrownBy(() -> get(fetch, url(host)))
          .hasMessageContaining("no address that may be asked");
    }
    assertThat(host.connections()).isZero();
  }

  /** The name leads to a host that may be asked, and a moment later to one that may not. */
  @Test
  void aNameThatChangesItsAddressLeadsNowhereElse() throws Exception {
    ScriptedHost meant = host(ScriptedHost.certificate(CONTENT));
    ScriptedHost inside =
        host(tls, "127.0.0.2", meant.port(), ScriptedHost.certificate(Octets.utf8("inside")));
    AtomicInteger asked = new AtomicInteger();
    CertificateFetch fetch =
        new CertificateFetch(
            name ->
                CompletableFuture.completedFuture(
                    List.of(literal(asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2"))),
            new FetchRules(Set.of(), ONE_HOST),
            () -> client);
    opened.add(fetch);
    assertThat(get(fetch, url(meant))).isEqualTo(CONTENT);
    assertThat(asked).hasValue(1);
    assertThatThrownBy(() -> get(fetch, url(meant))).hasMessageContaining("no address");
    assertThat(inside.connections()).isZero();
  }

  /** One good address does not carry a bad one with it. */
  @Test
  void ofSeveralAddressesOnlyThoseThatMayBeAreTried() throws Exception {
    try (Socket silent = new Socket()) { // bound and not listening: nobody else has the port
      silent.bind(new InetSocketAddress("127.0.0.1", 0));
      ScriptedHost inside =
          host(tls, "127.0.0.2", silent.getLocalPort(), ScriptedHost.certificate(CONTENT));
      CertificateFetch fetch = fetch(ONE_HOST, "127.0.0.1", "127.0.0.2");
      assertThatThrownBy(() -> get(fetch, url(inside))).hasMessageContaining("is not there");
      assertThat(inside.connections()).isZero();
    }
  }

  @Test
  void anAddressThatIsDeadIsFollowedByTheNext() throws Exception {
    ScriptedHost second = host(tls, "127.0.0.2", 0, ScriptedHost.certificate(CONTENT));
    CertificateFetch fetch = fetch(List.of(IpNetwork.of("127.0.0.0/8")), "127.0.0.1", "127.0.0.2");
    assertThat(get(fetch, url(second))).isEqualTo(CONTENT);
    assertThat(lookedUp).containsExactly("keys.a.example");
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRedirectionIsNotFollowed() throws Exception {
    ScriptedHost target = host(ScriptedHost.certificate(CONTENT));
    refused(
        "does not answer with a certificate",
        ScriptedHost.text(
            "HTTP/1.1 302 Found\r\nLocation: https://keys.a.example:"
                + target.port()
                + "/\r\nContent-Length: 0\r\n\r\n"));
    assertThat(target.connections()).isZero();
  }

  @Test
  void anEndlessBodyIsCutOff() throws Exception {
    byte[] octets = "x".repeat(8_192).getBytes(StandardCharsets.US_ASCII);
    refused(
        "does not answer with a certificate",
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          while (true) { // until the connection is cut
            out.write(octets);
          }
        });
  }

  @Test
  void aBodyThatIsSaidToBeTooLongIsNotRead() throws Exception {
    refused(
        "does not answer with a certificate",
        ScriptedHost.text("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n"));
  }

  @Test
  void aHostThatIsSlowWithEveryOctetIsGivenUp() throws Exception {
    refused(
        "too slow",
        out -> {
          while (true) {
            out.write('H');
            out.flush();
            Thread.sleep(50);
          }
        });
  }

  @Test
  void aHostThatHangsUpIsOfNoUse() throws Exception {
    refused("too early", out -> {});
    refused("too early", ScriptedHost.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
  }

  @Test
  void fourAreFetchedAtOnceForADomainAndNoMore() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    ScriptedHost host =
        host(
            out -> {
              open.await();
              ScriptedHost.certificate(CONTENT).answer(out);
            });
    CertificateFetch fetch = fetch(ONE_HOST, "127.0.0.1");
    List<CompletableFuture<Octets>> first = new ArrayList<>();
    for (int i = 0; i < CertificateFetch.MAX_FOR_EACH; i++) {
      first.add(fetch.get(url(host), "a.example"));
    }
    assertThatThrownBy(() -> get(fetch, url(host))).hasMessageContaining("too many");
    host.awaitRequests(CertificateFetch.MAX_FOR_EACH); // all are there, by its address
    assertThatThrownBy(() -> fetch.get(url(host), "another.example").get(30, TimeUnit.SECONDS))
        .as("the same address for another domain")
        .hasMessageContaining("too many");
    open.countDown();
    for (CompletableFuture<Octets> each : first) {
      assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(CONTENT);
    }
    assertThat(get(fetch, url(host))).as("when they are done").isEqualTo(CONTENT);
  }
}
