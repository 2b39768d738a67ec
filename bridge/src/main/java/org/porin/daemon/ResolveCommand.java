package org.porin.daemon;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.porin.address.ImUri;
import org.porin.resolve.OwnAddresses;
import org.porin.resolve.Resolution;
import org.porin.resolve.Resolver;
import org.porin.resolve.ResolverSettings;
import org.porin.resolve.Step;
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

  @Parameters(paramLabel = "ADDRESS", description = "im:user@domain, user@domain, or domain")
  private String address = "";

  @Override
  public Integer call() throws ConfigurationException {
    Logging.off();
    Resolution resolution =
        Resolver.open(settings()).resolve(domain()).toCompletableFuture().join();
    PrintWriter out = spec.commandLine().getOut();
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

  private static String mark(Step.Kind kind) {
    return switch (kind) {
      case ANSWER -> "  dns ";
      case CHOICE -> "  so  ";
      case REFUSAL -> "  no  ";
    };
  }

  private String domain() {
    boolean uri = address.indexOf(':') >= 0 && address.indexOf('[') < 0;
    try {
      return uri ? ImUri.parse(address).domain() : address.substring(address.lastIndexOf('@') + 1);
    } catch (MalformedException e) {
      throw new ParameterException(
          spec.commandLine(), "expected im:user@domain, found " + address + ": " + e.getMessage());
    }
  }

  private ResolverSettings settings() throws ConfigurationException {
    ResolverSettings given =
        configuration.file().isPresent()
            ? configuration.read().resolver()
            : new ResolverSettings(
                List.of(), Duration.ofSeconds(5), true, Map.of(), Map.of(), OwnAddresses.NONE);
    return new ResolverSettings(
        servers(given),
        given.timeout(),
        given.sipFallback(),
        given.routes(),
        given.transports(),
        given.own());
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
