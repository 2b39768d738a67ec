package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/** An authority of some operators' own, by the commands that docs/keys.md gives. */
final class OpenSslAuthority implements AutoCloseable {
  private final GenericContainer<?> openssl;

  private OpenSslAuthority(GenericContainer<?> openssl) {
    this.openssl = openssl;
  }

  static OpenSslAuthority start() throws Exception {
    OpenSslAuthority authority = new OpenSslAuthority(Containers.openssl());
    authority.openssl.start();
    authority.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650"
            + " -subj '/CN=Authority of Capulet' -keyout authority.key -out authority.pem");
    return authority;
  }

  /** Its own certificate, in PEM. */
  String certificate() throws Exception {
    return run("cat authority.pem");
  }

  /** Grants a request (PKCS #10) as it is, into a file. */
  void certify(Path request, Path certificate) throws Exception {
    openssl.copyFileToContainer(Transferable.of(Files.readAllBytes(request)), "/tmp/request.csr");
    run(
        "openssl x509 -req -in request.csr -copy_extensions copy -CA authority.pem"
            + " -CAkey authority.key -CAcreateserial -days 365 -out granted.pem");
    Files.writeString(certificate, run("cat granted.pem"));
  }

  private String run(String command) throws Exception {
    ExecResult result =
        openssl.execInContainer(StandardCharsets.UTF_8, "sh", "-c", "cd /tmp && " + command);
    assertThat(result.getExitCode()).as(result.getStderr()).isZero();
    return result.getStdout();
  }

  @Override
  public void close() {
    openssl.close();
  }
}
