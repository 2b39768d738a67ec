package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/**
 * {@code openssl cms}, which signs and encrypts as one user and verifies and decrypts as another
 * (RFC 3923 §3, RFC 5751). Certificates are of an authority of its own, and name their users by
 * {@code im:} URIs (RFC 3923 §6.3).
 */
final class SmimeTool implements AutoCloseable {
  private static final String DIRECTORY = "/keys/";

  private final GenericContainer<?> openssl;

  private SmimeTool(GenericContainer<?> openssl) {
    this.openssl = openssl;
  }

  /** Starts it and makes the authority. */
  static SmimeTool start() throws Exception {
    SmimeTool tool = new SmimeTool(Containers.openssl());
    tool.openssl.start();
    tool.run("mkdir", DIRECTORY);
    tool.certify("authority", List.of(), "basicConstraints=critical,CA:true");
    return tool;
  }

  /** Makes a key and a certificate for a user. */
  void enroll(String user, String address) throws Exception {
    certify(
        user,
        List.of("-CA", DIRECTORY + "authority.pem", "-CAkey", DIRECTORY + "authority.key"),
        "subjectAltName=URI:im:" + address,
        "extendedKeyUsage=emailProtection");
  }

  private void certify(String name, List<String> issuer, String... extensions) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2"));
    command.addAll(List.of("-subj", "/CN=" + name));
    command.addAll(List.of("-keyout", DIRECTORY + name + ".key"));
    command.addAll(List.of("-out", DIRECTORY + name + ".pem"));
    command.addAll(issuer);
    for (String extension : extensions) {
      command.addAll(List.of("-addext", extension));
    }
    run(command.toArray(String[]::new));
  }

  /** A multipart/signed object, whose content all can read. */
  String sign(String content, String user) throws Exception {
    return cms(
        content,
        "-sign",
        "-signer",
        DIRECTORY + user + ".pem",
        "-inkey",
        DIRECTORY + user + ".key",
        "-md",
        "sha256");
  }

  /** An enveloped object, which only that user can read. */
  String encrypt(String content, String user) throws Exception {
    return cms(content, "-encrypt", "-aes-256-cbc", DIRECTORY + user + ".pem");
  }

  /** What was signed, after its signature has verified up to the authority. */
  String verify(String object) throws Exception {
    return cms(object, "-verify", "-CAfile", DIRECTORY + "authority.pem");
  }

  /** Whether a signature verifies. */
  boolean verifies(String object) throws Exception {
    return attempt(object, "-verify", "-CAfile", DIRECTORY + "authority.pem").getExitCode() == 0;
  }

  /** What was encrypted for a user. */
  String decrypt(String object, String user) throws Exception {
    return cms(
        object,
        "-decrypt",
        "-recip",
        DIRECTORY + user + ".pem",
        "-inkey",
        DIRECTORY + user + ".key");
  }

  private String cms(String input, String... arguments) throws Exception {
    ExecResult result = attempt(input, arguments);
    assertThat(result.getExitCode()).as(result.getStderr()).isZero();
    String output =
        openssl.copyFileFromContainer(
            "/tmp/output", stream -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    return output.replaceAll("\\r?\\n", "\r\n"); // OpenSSL has LF in base64 in spite of -crlfeol
  }

  private ExecResult attempt(String input, String... arguments) throws Exception {
    openssl.copyFileToContainer(Transferable.of(input), "/tmp/input");
    List<String> command = new ArrayList<>(List.of("openssl", "cms", "-crlfeol"));
    command.addAll(List.of("-in", "/tmp/input", "-out", "/tmp/output"));
    command.addAll(List.of(arguments));
    return openssl.execInContainer(command.toArray(String[]::new));
  }

  private void run(String... command) throws Exception {
    ExecResult result = openssl.execInContainer(command);
    assertThat(result.getExitCode()).as(result.getStderr()).isZero();
  }

  @Override
  public void close() {
    openssl.close();
  }
}
