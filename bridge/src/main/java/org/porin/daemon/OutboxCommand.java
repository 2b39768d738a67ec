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

/** {@code porin outbox}: which messages the running bridge keeps, and what to do about them. */
@Command(
    name = "outbox",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Shows the messages that the running bridge keeps, tries them, or gives them up.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:no bridge answers, or it has no such message",
      "2:wrong usage or configuration"
    })
final class OutboxCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 10_000;

  /** What is to be done. */
  enum Act {
    list,
    show,
    retry,
    drop
  }

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(names = "--json", description = "the answer of the bridge as JSON")
  private boolean json;

  @Option(names = "--state", description = "recorded, in-flight, parked, in-doubt, failed, expired")
  private Optional<String> state = Optional.empty();

  @Option(names = "--older-seconds", description = "recorded so long ago, or longer")
  private Optional<Integer> older = Optional.empty();

  @Option(names = "--with", description = "with this in one of the two addresses")
  private Optional<String> part = Optional.empty();

  @Option(names = "--all", description = "with retry and drop: where no filter is given")
  private boolean all;

  @Parameters(
      index = "0",
      arity = "0..1",
      description = "list, show ID, retry or drop: those with an ID, or those that filters name")
  private Act act = Act.list;

  @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "of one message")
  private Optional<Long> id = Optional.empty();

  private final InstantSource clock;

  OutboxCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws ConfigurationException {
    Logging.off();
    if (act == Act.show && id.isEmpty()) {
      return wrong("which one? porin outbox show ID");
    }
    boolean some = id.isPresent() || state.isPresent() || older.isPresent() || part.isPresent();
    if ((act == Act.retry || act == Act.drop) && !some && !all) {
      return wrong("an ID, a filter, or --all says which messages are meant");
    }
    Configuration settings = configuration.read();
    Optional<InetSocketAddress> listen = settings.operate().listen();
    if (listen.isEmpty()) {
      return no("operate.listen is \"none\", so the bridge can be asked nothing");
    }
    String body = body();
    String proof = new OperatorProof(settings.component().secret()).of(body, clock.instant());
    try {
      return told(
          new OperateClient(listen.get()).post(OutboxPage.PATH, proof, body, PATIENCE_MILLIS),
          listen.get());
    } catch (IOException e) {
      return no("what answers on " + listen.get() + " (operate.listen): " + e.getMessage());
    } catch (MalformedException e) {
      return no("what answers on " + listen.get() + " (operate.listen) is no Porin");
    }
  }

  private String body() {
    StringBuilder body = new StringBuilder((act == Act.show ? Act.list : act).name());
    id.ifPresent(value -> body.append(" id=").append(value));
    state.ifPresent(value -> body.append(" state=").append(value.replace(' ', '-')));
    older.ifPresent(value -> body.append(" older=").append(value));
    part.ifPresent(value -> body.append(" part=").append(value));
    return body.toString();
  }

  private int told(Optional<Reply> reply, InetSocketAddress listen) throws MalformedException {
    if (reply.isEmpty()) {
      return no("no bridge answers on " + listen + " (operate.listen)");
    }
    if (reply.get().status() == 404) {
      return no("the bridge that runs keeps no messages (outbox.durable)");
    }
    if (reply.get().status() != 200) {
      return no("the bridge that runs says: " + reply.get().body());
    }
    return show(reply.get().body());
  }

  private int show(String answer) throws MalformedException {
    PrintWriter out = spec.commandLine().getOut();
    JsonNode page = Json.read(Octets.utf8(answer));
    JsonNode messages = page.path("messages");
    boolean none = act == Act.show && messages.isEmpty();
    if (json) {
      out.println(answer);
    } else if (act == Act.show && !none) {
      messages
          .get(0)
          .properties()
          .forEach(each -> out.println(property(each.getKey(), each.getValue())));
    } else if (act == Act.list) {
      messages.forEach(each -> out.println(line(each)));
      out.println(messages.size() + " of " + page.path("total").asInt() + " messages");
    } else if (act != Act.show) {
      int changed = page.path("changed").asInt();
      out.println(changed + (act == Act.retry ? " tried now" : " given up"));
      none = id.isPresent() && changed == 0;
    }
    return none ? no("there is no such message, or it is on its way") : 0;
  }

  private static String property(String name, JsonNode value) {
    return "%-12s %s".formatted(name, value.isNull() ? "-" : clean(value.asText()));
  }

  private static String line(JsonNode each) {
    String line =
        "%s %s to %s: %s, recorded %s, tries %s"
            .formatted(
                text(each, "id"),
                text(each, "source"),
                text(each, "destination"),
                text(each, "state"),
                text(each, "recorded"),
                text(each, "tries"));
    if (!each.path("trouble").isNull()) {
      line += ", due " + text(each, "due") + ", last error " + text(each, "trouble");
    }
    return line;
  }

  private int no(String why) {
    spec.commandLine().getErr().println("porin: " + why);
    return Main.EXIT_NO;
  }

  private int wrong(String why) {
    spec.commandLine().getErr().println("porin: " + why);
    return Main.EXIT_USAGE;
  }

  private static String text(JsonNode node, String name) {
    return clean(node.path(name).asText());
  }

  /** A peer may have written it: nothing in it moves a terminal's cursor. */
  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
