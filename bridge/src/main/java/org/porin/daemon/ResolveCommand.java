package org.porin.daemon;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.resolve.Resolution;
import org.porin.resolve.Resolver;
import org.porin.resolve.ResolverSettings;
import org.porin.resolve.Service;
import org.porin.resolve.Step;
import org.porin.resolve.Target;
import org.porin.resolve.Transport;
import org.porin.wire.MalformedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porin resolve}: every step from an address to the next hop, and why. */
@Command(
    name = "resolve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Shows where messages to an address go, and why (RFC 3861).",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:a next hop was found", "1:there is none", "2:wrong usage or configuration"})
final class ResolveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--dns",
      paramLabel = "ADDRESS[:PORT]",
      description = "ask this name server, whatever the configuration says")
  private @Nullable String nameServer;

  @Option(names = "--json", description = "the same as one JSON object")
  private boolean json;

  @Parameters(
      paramLabel = "ADDRESS",
      description = {
        "im:user@domain, user@domain or domain: for instant messages;",
        "pres:user@domain: for presence"
      })
  private String address = "";

  @Override
  public Integer call() throws ConfigurationException {
    Logging.off();
    Asked asked = asked();
    Resolution resolution =
        Resolver.open(settings())
            .resolve(asked.service(), asked.domain())
            .toCompletableFuture()
            .join();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(json(asked, resolution)));
      return resolution.failure().isEmpty() ? 0 : Main.EXIT_NO;
    }
    for (Step step : resolution.steps()) {
      out.println(mark(step.kind()) + " " + step.text());
    }
    if (resolution.failure().isEmpty()) {
      out.println("found: " + resolution.targets().get(0));
      return 0;
    }
    var failure = resolution.failure().get();
    out.println("not found: " + failure.text() + " (" + failure.reason() + ")");
    return Main.EXIT_NO;
  }

  /** How a line of a resolution begins. */
  static String mark(Step.Kind kind) {
    return switch (kind) {
      case ANSWER -> "  dns ";
      case CHOICE -> "  so  ";
      case REFUSAL -> "  no  ";
    };
  }

  /** What an address asks for; one without a scheme asks for instant messages. */
  private record Asked(Service service, String domain) {}

  private Asked asked() {
    boolean uri = address.indexOf(':') >= 0 && address.indexOf('[') < 0;
    try {
      if (address.regionMatches(true, 0, "pres:", 0, 5)) {
        return new Asked(Service.PRES, PresUri.parse(address).domain());
      }
      return new Asked(
          Service.IM,
          uri ? ImUri.parse(address).domain() : address.substring(address.lastIndexOf('@') + 1));
    } catch (MalformedException e) {
      throw new ParameterException(
          spec.commandLine(),
          "expected im:user@domain or pres:user@domain, found " + address + ": " + e.getMessage());
    }
  }

  private Map<String, Object> json(Asked asked, Resolution resolution) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("address", address);
    json.put("service", asked.service().name().toLowerCase(Locale.ROOT));
    json.put("domain", asked.domain());
    json.put("steps", resolution.steps().stream().map(ResolveCommand::json).toList());
    json.put("targets", resolution.targets().stream().map(ResolveCommand::json).toList());
    json.put(
        "failure",
        resolution
            .failure()
            .map(failure -> Map.of("reason", failure.reason().name(), "text", failure.text())));
    return json;
  }

  private static Map<String, Object> json(Step step) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", step.kind().name().toLowerCase(Locale.ROOT));
    json.put("text", step.text());
    return json;
  }

  private static Map<String, Object> json(Target target) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("host", target.host());
    json.put("port", target.port());
    json.put("transports", target.transports().stream().map(Transport::token).toList());
    json.put(
        "addresses",
        target.addresses().stream().map(at -> at.getAddress().getHostAddress()).toList());
    json.put("priority", target.priority());
    json.put("weight", target.weight());
    json.put("identities", target.identities());
    return json;
  }

  private ResolverSettings settings() throws ConfigurationException {
    ResolverSettings given =
        configuration.file().isPresent()
            ? configuration.read().resolver()
            : ResolverSettings.standard();
    return given.asking(servers(given));
  }

  private List<InetSocketAddress> servers(ResolverSettings given) {
    if (nameServer == null) {
      return given.servers();
    }
    try {
      return List.of(Wording.nameServer(nameServer));
    } catch (MalformedException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--dns expects an IP address, with or without a port");
    }
  }
}
