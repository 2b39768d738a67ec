package org.porin.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
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
import picocli.CommandLine.Spec;

/** {@code porin peers}: what the running bridge has learnt of each peer (DESIGN 3.14). */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Shows what the running bridge knows of each peer: dialects, troubles, load; and what it"
            + " wants to know of who speaks for it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:shown", "1:no bridge answers", "2:wrong usage or configuration"})
final class PeersCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int OK = 200;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(names = "--json", description = "the same as a JSON list")
  private boolean json;

  @Override
  public Integer call() throws ConfigurationException {
    Logging.off();
    Optional<InetSocketAddress> listen = configuration.read().operate().listen();
    if (listen.isEmpty()) {
      return no("operate.listen is \"none\", so the bridge can be asked nothing");
    }
    JsonNode peers;
    JsonNode speakers;
    String answer;
    try {
      OperateClient client = new OperateClient(listen.get());
      Optional<Reply> reply = client.get(PeersPage.PATH, PATIENCE_MILLIS);
      if (reply.isEmpty()) {
        return no("no bridge answers on " + listen.get() + " (operate.listen)");
      }
      answer = reply.get().body();
      peers = Json.read(Octets.utf8(answer));
      speakers = speakers(client.get(AssertionsPage.PATH, PATIENCE_MILLIS));
    } catch (IOException e) {
      return no("what answers on " + listen.get() + " (operate.listen): " + e.getMessage());
    } catch (MalformedException e) {
      return no("what answers on " + listen.get() + " (operate.listen) is no Porin");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(answer);
      out.flush();
    } else if (peers.isEmpty()) {
      out.println("no message was sent to a peer yet");
    } else {
      peers.forEach(peer -> lines(peer).forEach(out::println));
    }
    if (!json) {
      speakers.forEach(each -> SpeakerLines.of(each).forEach(out::println));
    }
    return 0;
  }

  /** A bridge of before has no such page. */
  private static JsonNode speakers(Optional<Reply> reply) throws MalformedException {
    String list = reply.filter(each -> each.status() == OK).map(Reply::body).orElse("[]");
    return Json.read(Octets.utf8(list));
  }

  private int no(String why) {
    spec.commandLine().getErr().println("porin: " + why);
    return Main.EXIT_NO;
  }

  private static List<String> lines(JsonNode peer) {
    List<String> lines = new ArrayList<>();
    lines.add(text(peer, "domain") + " at " + text(peer, "address"));
    List<String> dialects = new ArrayList<>();
    peer.path("dialects")
        .properties()
        .forEach(each -> dialects.add(each.getKey() + " (" + each.getValue().asInt() + ")"));
    lines.add("  dialects  " + (dialects.isEmpty() ? "none known" : String.join(", ", dialects)));
    lines.add("  since     " + text(peer, "since"));
    lines.add("  last 2xx  " + (peer.path("lastTaken").isNull() ? "-" : text(peer, "lastTaken")));
    JsonNode trouble = peer.path("lastTrouble");
    if (!trouble.isNull()) {
      lines.add("  trouble   " + text(trouble, "at") + " " + text(trouble, "cause"));
    }
    if (!peer.path("waitsUntil").isNull()) {
      lines.add("  waits     until " + text(peer, "waitsUntil") + " (503 with Retry-After)");
    }
    lines.add(
        "  window    %d in flight, %d waiting, %d allowed"
            .formatted(
                peer.path("inFlight").asInt(),
                peer.path("waiting").asInt(),
                peer.path("window").asInt()));
    return lines;
  }

  /** A peer may have written it: nothing in it moves a terminal's cursor. */
  static String text(JsonNode node, String name) {
    return node.path(name).asText().replaceAll("\\p{Cntrl}", "?");
  }
}
