package org.porin.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.porin.passport.AssertionHeader;
import org.porin.resolve.Resolver;
import org.porin.resolve.ResolverSettings;
import org.porin.sip.SipCodec;
import org.porin.sip.SipInput;
import org.porin.sip.SipLimits;
import org.porin.sip.SipRequest;
import org.porin.trust.Explanation;
import org.porin.trust.StepLog;
import org.porin.trust.Trust;
import org.porin.trust.TrustSettings;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porin verify}: who vouches for a request or an object, step by step (TRUST 6). */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Explains what vouches for a SIP request, a Message/CPIM object or a token (RFC 8224): each"
          + " step, what was found, and why it fails.",
      "",
      "The certificate is fetched from where the token says, unless --certificate gives it. Whether"
          + " it came before, and what the operator wants of that peer, only a running bridge knows."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:somebody who may vouches for it",
      "1:nobody does; the last line says why",
      "2:wrong usage, or a file that cannot be read"
    })
final class VerifyCommand implements Callable<Integer> {
  private final InputStream in;
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "what to read; - for standard input")
  private String file = "-";

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "look at it as then, such as 2025-11-23T01:00:00Z")
  private @Nullable Instant instant;

  @Option(
      names = "--anchors",
      paramLabel = "FILE",
      description = "certificates in PEM that are believed, or a directory of those")
  private @Nullable Path anchors;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "the certificate of a signer and those behind it, instead of fetching them")
  private List<String> certificates = new ArrayList<>();

  @Option(
      names = "--gateway",
      paramLabel = "DOMAIN",
      description = "a gateway whose word on the way is believed")
  private Set<String> gateways = new LinkedHashSet<>();

  VerifyCommand(InputStream in, InstantSource clock) {
    this.in = in;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Logging.off();
    PrintWriter err = spec.commandLine().getErr();
    String reading = file;
    try {
      Octets octets = InputFile.read(file, in);
      List<Octets> given = new ArrayList<>();
      for (String each : certificates) {
        reading = each;
        given.add(InputFile.read(each, in));
      }
      reading = String.valueOf(anchors);
      return explained(octets, given);
    } catch (IOException e) {
      err.println(reading + ": " + Wording.unreadable(e));
    } catch (InvalidPathException e) {
      err.println(reading + ": no name of a file");
    }
    return Main.EXIT_USAGE;
  }

  private int explained(Octets octets, List<Octets> given) throws IOException {
    Instant now = Optional.ofNullable(instant).orElseGet(clock::instant);
    TrustSettings settings =
        new TrustSettings(
            Optional.empty(), Optional.empty(), Optional.ofNullable(anchors), Set.of(), List.of());
    try (Trust trust =
        Trust.open(settings, Resolver.open(ResolverSettings.standard())::addresses, () -> now)) {
      Lines lines = new Lines(spec.commandLine().getOut());
      Explanation explanation =
          new Explanation(
              given.isEmpty()
                  ? trust.credentials()
                  : new GivenCertificates(trust.credentials(), given),
              trust.es256(),
              now,
              gateways,
              lines);
      boolean verified = explained(octets, explanation, lines);
      spec.commandLine().getOut().println(verified ? "verified" : "not verified");
      return verified ? 0 : Main.EXIT_NO;
    }
  }

  /** By what the octets begin with: a request has its version in the first line, a token none. */
  private static boolean explained(Octets octets, Explanation explanation, Lines lines) {
    String text = octets.toText(0, octets.length()).strip();
    String first = text.lines().findFirst().orElse("");
    try {
      if (first.endsWith(" SIP/2.0")) {
        return explanation.ofRequest(request(octets));
      }
      if (text.contains(AssertionHeader.NAMESPACE)) {
        return explanation.ofObject(octets);
      }
      String start = "Identity:";
      boolean header = text.regionMatches(true, 0, start, 0, start.length());
      return explanation.ofToken(header ? text.substring(start.length()).strip() : text);
    } catch (MalformedException e) {
      lines.failed(1, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private static SipRequest request(Octets octets) throws MalformedException {
    SipInput input = SipCodec.decodeDatagram(octets, SipLimits.DEFAULT);
    if (input instanceof SipInput.Malformed malformed) {
      throw malformed.cause();
    }
    if (input instanceof SipInput.Message message
        && message.message() instanceof SipRequest request) {
      return request;
    }
    throw new MalformedException("a SIP request", 0);
  }

  /** One line a step, as they come. */
  private record Lines(PrintWriter out) implements StepLog {
    @Override
    public void passed(int step, Supplier<String> found) {
      out.printf("  ok  %2d  %s%n", step, printable(found.get()));
    }

    @Override
    public void failed(int step, String text) {
      out.printf("  no  %2d  %s%n", step, printable(text));
    }

    /** What a stranger wrote cannot move the cursor. */
    private static String printable(String text) {
      return text.replaceAll("\\p{Cntrl}", "?");
    }
  }
}
