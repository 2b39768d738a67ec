package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.Bridge.failure;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.porin.profile.Failure;
import org.porin.profile.Response.Status;
import org.porin.resolve.Transport;

/** Peers that want to know who we are (RFC 3261 §22), with digests computed by the JDK alone. */
class AuthenticationTest {
  private static final Credentials OURS =
      new Credentials("porin", "open sesame", Optional.of("montague.example"));

  @Test
  void aChallengeIsAnsweredOnceAndTheNextMessageCarriesItsAnswerAtOnce() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> guarded(request, "Authorization", "n1"));
        Bridge bridge = new Bridge(with(OURS))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("first").status()).isEqualTo(Status.SUCCESS);
      assertThat(bridge.send("second").status()).isEqualTo(Status.SUCCESS);
      String asked = peer.takeRequest();
      String answered = peer.takeRequest();
      String next = peer.takeRequest();
      assertThat(header(asked, "Authorization")).isEmpty();
      assertThat(header(answered, "Call-ID")).isEqualTo(header(asked, "Call-ID"));
      assertThat(header(answered, "From")).isEqualTo(header(asked, "From"));
      assertThat(header(answered, "CSeq")).isEqualTo("2 MESSAGE");
      assertThat(PlainPeer.body(answered)).isEqualTo(PlainPeer.body(asked));
      assertThat(header(answered, "Authorization")).contains("nc=00000001");
      assertThat(header(next, "Authorization")).contains("nc=00000002");
      assertThat(header(next, "CSeq")).isEqualTo("1 MESSAGE");
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  @Test
  void whatIsRefusedIsNotAnsweredTheSameWayAgain() throws Exception {
    try (PlainPeer peer = PlainPeer.udp(r -> challenge(r, "401 Unauthorized", "n1", ""));
        Bridge bridge = new Bridge(with(OURS))) {
      bridge.reaching(peer.address(), Transport.UDP);
      assertThat(failure(bridge.send("x")))
          .isEqualTo(new Failure.SipAnswer(401, "Unauthorized", Optional.empty()));
      peer.takeRequest();
      assertThat(header(peer.takeRequest(), "Authorization")).contains("nonce=\"n1\"");
      assertThat(peer.waitingRequests()).isZero();
      assertThat(bridge.transport().peers().get(0).lastTrouble().orElseThrow().cause())
          .isEqualTo("401 Unauthorized");
    }
  }

  @Test
  void aStaleNonceIsReplacedAndTheMessageGoesThrough() throws Exception {
    try (PlainPeer peer =
            PlainPeer.tcp(
                request ->
                    header(request, "Authorization").contains("nonce=\"old\"")
                        ? challenge(request, "401 Unauthorized", "new", ", stale=TRUE")
                        : header(request, "Authorization").isEmpty()
                            ? challenge(request, "401 Unauthorized", "old", "")
                            : guarded(request, "Authorization", "new"));
        Bridge bridge = new Bridge(with(OURS))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      peer.takeRequest();
      peer.takeRequest();
      assertThat(header(peer.takeRequest(), "CSeq")).isEqualTo("3 MESSAGE");
    }
  }

  @Test
  void aServerThatCallsEveryNonceStaleIsGivenUp() throws Exception {
    try (PlainPeer peer =
            PlainPeer.tcp(r -> challenge(r, "401 Unauthorized", "n", ", stale=true"));
        Bridge bridge = new Bridge(with(OURS))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(failure(bridge.send("x")))
          .isEqualTo(new Failure.SipAnswer(401, "Unauthorized", Optional.empty()));
      assertThat(peer.waitingRequests()).isLessThan(10);
    }
  }

  @Test
  void aProxyIsAnsweredInItsOwnHeader() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> guarded(request, "Proxy-Authorization", "n1"));
        Bridge bridge = new Bridge(with(OURS))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      peer.takeRequest();
      assertThat(header(peer.takeRequest(), "Authorization")).isEmpty();
    }
  }

  @Test
  void anotherRealmIsNotToldWhoWeAre() throws Exception {
    Credentials elsewhere = new Credentials("porin", "open sesame", Optional.of("verona.example"));
    try (PlainPeer peer = PlainPeer.tcp(request -> guarded(request, "Authorization", "n1"));
        Bridge bridge = new Bridge(with(elsewhere))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(failure(bridge.send("x")))
          .isEqualTo(new Failure.SipAnswer(401, "Unauthorized", Optional.empty()));
      peer.takeRequest();
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  @Test
  void withoutCredentialsAChallengeIsARefusal() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> guarded(request, "Authorization", "n1"));
        Bridge bridge = new Bridge()) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(failure(bridge.send("x")))
          .isEqualTo(new Failure.SipAnswer(401, "Unauthorized", Optional.empty()));
      peer.takeRequest();
      assertThat(peer.waitingRequests()).isZero();
    }
  }

  @Test
  void aDialectRefusedBehindTheChallengeIsFollowedByTheNextWithItsAnswer() throws Exception {
    try (PlainPeer peer =
            PlainPeer.tcp(
                request -> {
                  String guarded = guarded(request, "Authorization", "n1");
                  return guarded.startsWith("SIP/2.0 200")
                          && !header(request, "Content-Type").startsWith("text/plain")
                      ? response(request, "415 Unsupported Media Type", "Accept: text/plain")
                      : guarded;
                });
        Bridge bridge = new Bridge(with(OURS))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      peer.takeRequest();
      peer.takeRequest();
      String text = peer.takeRequest();
      assertThat(header(text, "Authorization")).contains("nc=00000002");
      assertThat(header(text, "CSeq")).isEqualTo("3 MESSAGE");
    }
  }

  @Test
  void noPasswordIsWrittenAnywhere() {
    assertThat(OURS + " " + with(OURS)).doesNotContain("sesame");
  }

  private static PeerSettings with(Credentials credentials) {
    PeerSettings usual = PeerSettings.DEFAULT;
    return new PeerSettings(
        usual.window(),
        usual.pathOctets(),
        Optional.of(credentials),
        Optional.empty(),
        false,
        false);
  }

  /** 200 to a request with the right digest, else a challenge of who looks at that header. */
  private static String guarded(String request, String header, String nonce) {
    String status =
        header.equals("Authorization") ? "401 Unauthorized" : "407 Proxy Authentication Required";
    String credentials = header(request, header);
    if (credentials.isEmpty()) {
      return challenge(request, status, nonce, "");
    }
    String ha1 = md5("porin:montague.example:open sesame");
    String ha2 = md5("MESSAGE:" + parameter(credentials, "uri"));
    String expected =
        md5(
            String.join(
                ":",
                ha1,
                nonce,
                parameter(credentials, "nc"),
                parameter(credentials, "cnonce"),
                "auth",
                ha2));
    boolean right =
        parameter(credentials, "response").equals(expected)
            && parameter(credentials, "username").equals("porin")
            && request.startsWith("MESSAGE " + parameter(credentials, "uri") + " ");
    return right ? response(request, "200 OK") : response(request, "403 Wrong Digest");
  }

  private static String challenge(String request, String status, String nonce, String more) {
    String name = status.startsWith("401") ? "WWW-Authenticate" : "Proxy-Authenticate";
    return response(
        request,
        status,
        name
            + ": Digest realm=\"montague.example\", nonce=\""
            + nonce
            + "\", algorithm=MD5, qop=\"auth\""
            + more);
  }

  private static String parameter(String credentials, String name) {
    Matcher found =
        Pattern.compile("[ ,]" + name + "=(?:\"([^\"]*)\"|([^\",]*))").matcher(credentials);
    if (!found.find()) {
      return "";
    }
    return found.group(1) == null ? found.group(2) : found.group(1);
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
