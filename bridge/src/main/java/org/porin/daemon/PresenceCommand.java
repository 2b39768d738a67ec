package org.porin.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.porin.operate.OperateClient;
import org.porin.operate.Reply;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porin presence}: who watches whom across the running bridge, and how that is. */
@Command(
    name = "presence",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Shows the subscriptions of the running bridge: state, what is next, last error.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:shown", "1:no bridge answers", "2:wrong usage or configuration"})
final class PresenceCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(names = "--json", description = "the same as JSON")
  private boolean json;

  @Parameters(
      arity = "0..1",
      paramLabel = "PART",
      description = "only those with this in one of their two addresses")
  private String part = "";

  private final InstantSource clock;

  PresenceCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws ConfigurationException {
    Logging.off();
    Configuration settings = configuration.read();
    Optional<InetSocketAddress> listen = settings.operate().listen();
    if (listen.isEmpty()) {
      return no("operate.listen is \"none\", so the bridge can be asked nothing");
    }
    String body = PresencePage.ASKED + part;
    String proof = new OperatorProof(settings.component().secret()).of(body, clock.instant());
    try {
      Optional<Reply> reply =
          new OperateClient(listen.get()).post(PresencePage.PATH, proof, body, PATIENCE_MILLIS);
      if (reply.isEmpty()) {
        return no("no bridge answers on " + listen.get() + " (operate.listen)");
      }
      if (reply.get().status() == 404) {
        return no("the bridge that runs carries no presence (presence.enabled)");
      }
      if (reply.get().status() != 200) {
        return no("the bridge that runs says: " + reply.get().body());
      }
      show(reply.get().body());
      return 0;
    } catch (IOException e) {
      return no("what answers on " + listen.get() + " (operate.listen): " + e.getMessage());
    } catch (MalformedException e) {
      return no("what answers on " + listen.get() + " (operate.listen) is no Porin");
    }
  }

  private void show(String answer) throws MalformedException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(answer);
      out.flush();
      return;
    }
    JsonNode page = Json.read(Octets.utf8(answer));
    page.path("subscriptions").forEach(each -> out.println(line(each)));
    int shown = page.path("subscriptions").size();
    out.println(shown + " of " + page.path("total").asInt() + " subscriptions");
  }

  private static String line(JsonNode each) {
    String line =
        "%s %s watches %s: %s"
            .formatted(
                text(each, "op"), text(each, "watcher"), text(each, "target"), text(each, "state"));
    if (!each.path("next").isNull()) {
      line += ", next " + text(each, "next");
    }
    if (!each.path("trouble").isNull()) {
      line += ", last error " + text(each, "trouble") + " at " + text(each, "troubleAt");
    }
    return line;
  }

  private int no(String why) {
    spec.commandLine().getErr().println("porin: " + why);
    return Main.EXIT_NO;
  }

  /** A peer may have written it: nothing in it moves a terminal's cursor. */
  private static String text(JsonNode node, String name) {
    return node.path(name).asText().replaceAll("\\p{Cntrl}", "?");
  }
}
