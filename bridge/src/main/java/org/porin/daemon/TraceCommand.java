package org.porin.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.UnmappableAddressException;
import org.porin.component.OutgoingStanza;
import org.porin.mapping.Dialect;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.Mapped;
import org.porin.mapping.Omission;
import org.porin.mapping.SipContentMapping;
import org.porin.mapping.UnmappableException;
import org.porin.membrane.Admission;
import org.porin.msgfmt.CpimMessage;
import org.porin.operate.OperateClient;
import org.porin.operate.Reply;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.resolve.Resolution;
import org.porin.resolve.Resolver;
import org.porin.resolve.Step;
import org.porin.simple.RequestPreview;
import org.porin.sip.SipCodec;
import org.porin.sip.SipRequest;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porin trace}: what would become of a message, step by step; and what becomes of it. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows what becomes of a message: whether it may cross, both wire forms, the route with its"
          + " reasons, and what is left out by which clause. Sends nothing.",
      "",
      "With --send the bridge that runs on this host with this configuration really sends it, over"
          + " the links that it has; a second bridge would disturb them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it would cross; with --send: it was taken",
      "1:it would not, or did not; the cause is printed",
      "2:wrong usage or configuration"
    })
final class TraceCommand implements Callable<Integer> {
  private static final int WAIT_MILLIS = 50_000;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigurationOption option = new ConfigurationOption();

  @Option(names = "--send", description = "has the running bridge send it")
  private boolean send;

  @Parameters(index = "0", paramLabel = "FROM", description = "user@domain or im:user@domain")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "user@domain or im:user@domain")
  private String to = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TEXT",
      defaultValue = "Wherefore art thou?",
      description = "what it says (default: ${DEFAULT-VALUE})")
  private String text = "";

  TraceCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws ConfigurationException {
    Logging.off();
    Configuration configuration = option.read();
    AddressMapping addresses = new Settings(configuration).addresses();
    TracedMessage message =
        new TracedMessage(address(from, addresses), address(to, addresses), text);
    try {
      boolean crosses = show(message, configuration, addresses);
      return send ? sent(message, configuration) : crosses ? 0 : Main.EXIT_NO;
    } catch (UnmappableAddressException e) {
      return refused(new Refused(Failure.Reason.INVALID_ADDRESS, e.text()), addresses);
    } catch (UnmappableException e) {
      return refused(e.failure(), addresses);
    }
  }

  private ImUri address(String written, AddressMapping addresses) {
    try {
      return TracedMessage.address(written, addresses);
    } catch (MalformedException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "expected user@domain, found " + written + ": " + e.getMessage());
    }
  }

  private int refused(Failure failure, AddressMapping addresses) {
    ErrorMapping errors = new ErrorMapping(addresses);
    out().println("refused: " + failure.text());
    out().println("  in XMPP <" + errors.toStanzaError(failure).condition().wire() + "/>");
    out().println("  in SIP  " + errors.toSipStatus(failure).code());
    return Main.EXIT_NO;
  }

  private boolean show(TracedMessage message, Configuration configuration, AddressMapping addresses)
      throws UnmappableAddressException, UnmappableException {
    boolean outward = message.isOutward(addresses);
    out()
        .printf(
            "%s to %s, from %s%n",
            message.from(), message.to(), outward ? "XMPP to SIP" : "SIP to XMPP");
    InstantMessageMapping mapping = new InstantMessageMapping(addresses);
    Mapped<CpimMessage> content = message.content(addresses, mapping, clock.instant());
    MessageOperation operation = message.operation(content.value(), addresses);
    Settings settings = new Settings(configuration);
    Admission admission = new Admission(settings.membrane());
    Optional<Refused> refusal = admission.refusalOf(operation);
    if (refusal.isPresent()) {
      refused(refusal.get(), addresses);
      return false;
    }
    MessageOperation relayed = admission.relayed(operation);
    List<Omission> omissions = new ArrayList<>(content.omissions());
    SipRequest request =
        RequestPreview.of(relayed, Dialect.CPIM_IM, settings.peers(), clock.instant());
    boolean crosses;
    if (outward) {
      omissions.addAll(SipContentMapping.toSip(content.value(), Dialect.CPIM_IM).omissions());
      head("the stanza that comes from the XMPP server");
      stanza(message.stanza(addresses));
      head("the route");
      crosses = route(message.to().domain(), configuration);
      head("the SIP request that goes there, Via still missing; another dialect after a refusal");
      request(request);
      head("who vouches for it");
      new SpeakerTrace(configuration).signed(message.from().domain()).forEach(this::line);
    } else {
      head("the message as SIP peers send it, in the standard's dialect");
      request(request);
      head("who has to vouch for it");
      new SpeakerTrace(configuration).wanted(message.from().domain()).forEach(this::line);
      head("the link");
      Mapped<MessageStanza> stanza = OutgoingStanza.of(relayed, "trace", addresses, mapping);
      String link = stanza.value().from().orElseThrow().domain();
      crosses = configuration.component().links().contains(link);
      out().println(crosses ? "  so  " + link : "  no  there is no link for " + link);
      omissions.addAll(stanza.omissions());
      head("the stanza that goes to the XMPP server");
      stanza(stanza.value());
    }
    head(omissions.isEmpty() ? "nothing is left out" : "what is left out");
    omissions.forEach(each -> out().println("  " + each.what() + " (" + each.clause() + ")"));
    return crosses;
  }

  private boolean route(String domain, Configuration configuration) {
    Resolution resolution =
        Resolver.open(configuration.resolver()).resolve(domain).toCompletableFuture().join();
    for (Step step : resolution.steps()) {
      out().println(ResolveCommand.mark(step.kind()) + " " + step.text());
    }
    resolution
        .failure()
        .ifPresent(failure -> out().println("  no  " + failure.text() + " " + failure.reason()));
    return resolution.failure().isEmpty();
  }

  private void stanza(MessageStanza stanza) {
    out().println(StanzaCodec.encode(stanza));
  }

  private void request(SipRequest request) {
    Octets octets = SipCodec.encode(request);
    try {
      out().println(octets.toUtf8().replace("\r\n", System.lineSeparator()));
    } catch (MalformedException e) {
      throw new IllegalStateException("what is written here is UTF-8", e);
    }
  }

  private void line(String text) {
    out().println("  " + text);
  }

  private void head(String line) {
    out().println();
    out().println("-- " + line);
  }

  private int sent(TracedMessage message, Configuration configuration) {
    head("sent");
    Optional<InetSocketAddress> address = configuration.operate().listen();
    if (address.isEmpty()) {
      out().println("operate.listen is \"none\": the running bridge cannot be asked");
      return Main.EXIT_NO;
    }
    String body = message.toBody();
    OperatorProof proof = new OperatorProof(configuration.component().secret());
    try {
      Optional<Reply> reply =
          new OperateClient(address.get())
              .post(SendPage.PATH, proof.of(body, clock.instant()), body, WAIT_MILLIS);
      return reply.map(this::told).orElseGet(() -> noneRuns(address.get()));
    } catch (IOException e) {
      out()
          .println(
              "the bridge at "
                  + Wording.socket(address.get())
                  + " did not answer: "
                  + e.getMessage());
      return Main.EXIT_NO;
    }
  }

  private int noneRuns(InetSocketAddress address) {
    out().println("no bridge runs here: nothing listens on " + Wording.socket(address));
    return Main.EXIT_NO;
  }

  private int told(Reply reply) {
    if (!reply.contentType().equals("application/json")) {
      out().println(reply.status() + " " + reply.body().strip());
      return Main.EXIT_NO;
    }
    try {
      JsonNode said = Json.read(Octets.utf8(reply.body()));
      String outcome = said.path("outcome").asText();
      out()
          .printf(
              "%s in %d ms, op=%s in the log%n",
              outcome, said.path("ms").asLong(), said.path("op").asText());
      if (!said.path("text").asText().isEmpty()) {
        out().println(said.path("cause").asText() + ": " + said.path("text").asText());
      }
      return outcome.equals("success") || outcome.equals("indeterminant") ? 0 : Main.EXIT_NO;
    } catch (MalformedException e) {
      out().println("what listens there is no Porin of this version: " + reply.status());
      return Main.EXIT_NO;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
