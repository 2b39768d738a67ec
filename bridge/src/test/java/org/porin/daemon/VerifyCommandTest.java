package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code porin verify}, on the vectors of TRUST. */
class VerifyCommandTest {
  private static final Path VECTORS =
      Path.of("..", "mapping", "src", "test", "resources", "vectors", "trust");
  private static final Instant NOW = Instant.ofEpochSecond(1_763_859_600);

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> given = new ArrayList<>();

  @BeforeEach
  void certificates() throws Exception {
    X509Bundle authority =
        builder().subject("CN=Authority").setIsCertificateAuthority(true).buildSelfSigned();
    write("anchors.pem", authority.getCertificatePEM());
    certify(authority, "a.example", "A");
    certify(authority, "b.example", "B");
  }

  private static CertificateBuilder builder() {
    return new CertificateBuilder()
        .ecp256()
        .notBefore(NOW.minus(Duration.ofDays(1)))
        .notAfter(NOW.plus(Duration.ofDays(1)));
  }

  private void certify(X509Bundle authority, String domain, String key) throws Exception {
    byte[] der = Base64.getDecoder().decode(vector("key " + key + " pub "));
    X509Bundle bundle =
        builder()
            .subject("CN=" + domain)
            .addSanUriName(URI.create("sip:" + domain))
            .publicKey(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der)))
            .buildIssuedBy(authority);
    given.add("--certificate");
    given.add(write(domain + ".pem", bundle.getCertificatePEM()).toString());
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private static String vector(String start) throws Exception {
    String line =
        Files.readAllLines(VECTORS.resolve("vectors.txt")).stream()
            .filter(each -> each.startsWith(start))
            .findFirst()
            .orElseThrow();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private static String body() throws Exception {
    return Files.readString(VECTORS.resolve("body.cpim"), StandardCharsets.ISO_8859_1);
  }

  private static String identity(String kind, String x5u, String more) throws Exception {
    return "Identity: "
        + vector(kind + " token(")
        + ";info=<"
        + x5u
        + ">;alg=ES256"
        + more
        + "\r\n";
  }

  private static String request(String identities, String body) {
    return "MESSAGE sip:romeo@c.example SIP/2.0\r\n"
        + "Via: SIP/2.0/TCP a.example;branch=z9hG4bK1\r\n"
        + "From: <sip:juliet@a.example>;tag=1\r\n"
        + "To: <sip:romeo@c.example>\r\n"
        + "Call-ID: 1@a.example\r\n"
        + "CSeq: 1 MESSAGE\r\n"
        + "Date: Sun, 23 Nov 2025 01:00:00 GMT\r\n"
        + identities
        + "Content-Type: message/cpim\r\n"
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private int verify(String text, String... more) {
    return verify(NOW, text, more);
  }

  private int verify(Instant now, String text, String... more) {
    List<String> arguments = new ArrayList<>(List.of("-", "--now", now.toString()));
    arguments.addAll(List.of("--anchors", directory.resolve("anchors.pem").toString()));
    arguments.addAll(given);
    arguments.addAll(Arrays.asList(more));
    return run(text, arguments);
  }

  private int run(String text, List<String> arguments) {
    ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    return new CommandLine(new VerifyCommand(in, InstantSource.fixed(NOW)))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(new String[0]));
  }

  private static String sender() throws Exception {
    return identity("Ts", "https://keys.a.example/p/2025-11.cer", ";ppt=msg");
  }

  @Test
  void everyStepOfAGoodRequestIsShown() throws Exception {
    String gateway = identity("Tg", "https://keys.b.example/p/7.cer", ";ppt=gwa");

    assertThat(verify(request(sender() + gateway, body()), "--gateway", "b.example")).isZero();

    assertThat(out.toString())
        .contains(
            "ok   1  2 Identity headers",
            "ok   3  From sip:juliet@a.example, To sip:romeo@c.example",
            "ok   5  iat 2025-11-23T01:00:00Z",
            "ok   8  for a.example",
            "ok  10  the signature holds",
            "ok  11  MESSAGE and its body are those that were signed",
            "ok  12  hop 1 by b.example",
            "ok  14  a.example vouches, attestation A")
        .doesNotContain("  no  ")
        .endsWith("verified" + System.lineSeparator());
  }

  @Test
  void theStepThatFailsIsNamed() throws Exception {
    String other = body().replace("Romeo, and", "Romeo? and");

    assertThat(verify(request(sender(), other))).isEqualTo(Main.EXIT_NO);

    assertThat(out.toString())
        .contains("ok  10", "no  11  the body is not the one that was signed")
        .endsWith("not verified" + System.lineSeparator());
  }

  @Test
  void aGatewayThatIsNotBelievedLowersTheLevel() throws Exception {
    String gateway = identity("Tg", "https://keys.b.example/p/7.cer", ";ppt=gwa");

    assertThat(verify(request(sender() + gateway, body()))).isZero();

    assertThat(out.toString()).contains("no  12  b.example is no gateway", "attestation C");
  }

  @Test
  void staleIsTold() throws Exception {
    assertThat(verify(NOW.plusSeconds(120), request(sender(), body()))).isEqualTo(Main.EXIT_NO);

    assertThat(out.toString()).contains("no   5  Stale Date: Date is 120 s ago");
  }

  @Test
  void anObjectAndATokenAreLookedAtByThemselves() throws Exception {
    assertThat(verify(body())).isZero();
    assertThat(verify(vector("Ts token("))).isZero();
    assertThat(verify(sender().strip())).isZero();
    assertThat(verify(vector("Tg token("))).isZero();
    assertThat(verify(vector("Ts token(").replace("eyJhbGci", "eyJhbGcj"))).isEqualTo(Main.EXIT_NO);
    assertThat(verify("nothing at all")).isEqualTo(Main.EXIT_NO);
  }

  @Test
  void withoutAnAnchorNobodyIsBelieved() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-", "--now", NOW.toString()));
    arguments.addAll(given);

    assertThat(run(request(sender(), body()), arguments)).isEqualTo(Main.EXIT_NO);

    assertThat(out.toString()).contains("no   7  ");
  }

  @Test
  void aFileThatIsNotThereIsAFaultOfTheUser() {
    assertThat(run("", List.of(directory.resolve("none").toString()))).isEqualTo(Main.EXIT_USAGE);

    assertThat(err.toString()).contains("none");
  }
}
