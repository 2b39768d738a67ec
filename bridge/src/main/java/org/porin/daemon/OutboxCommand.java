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
      "1:no bridge answers, or it could do nothing about that message",
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
    JsonNode page = Json.read(Octets.utf8(answer));
    JsonNode messages = page.path("messages");
    if (json) {
      out().println(answer);
    }
    if (act == Act.list) {
      return json ? 0 : listed(messages, page.path("total").asInt());
    }
    if (id.isPresent() && messages.isEmpty() && page.path("changed").asInt() == 0) {
      return no("there is no such message");
    }
    return act == Act.show ? shown(messages.path(0)) : done(page);
  }

  private int listed(JsonNode messages, int total) {
    messages.forEach(each -> out().println(OutboxLines.line(each)));
    out().println(messages.size() + " of " + total + " messages");
    return 0;
  }

  private int shown(JsonNode message) {
    if (!json) {
      message
          .properties()
          .forEach(each -> out().println(OutboxLines.property(each.getKey(), each.getValue())));
    }
    return 0;
  }

  private int done(JsonNode page) {
    int changed = page.path("changed").asInt();
    JsonNode message = page.path("messages").path(0);
    if (changed == 0 && id.isPresent()) {
      return undone(message);
    }
    if (!json) {
      out().println(act == Act.retry ? retried(page, message) : changed + " given up");
    }
    return 0;
  }

  /** What goes behind another message goes with it, and never before. */
  private static String retried(JsonNode page, JsonNode message) {
    int behind = page.path("behind").asInt();
    if (message.path("behind").isNumber()) {
      return "message %d is tried now, and %d follows it"
          .formatted(message.path("behind").asLong(), message.path("id").asLong());
    }
    String tried = page.path("changed").asInt() + " tried now";
    return behind == 0 ? tried : tried + ", and " + behind + " behind them follow in their order";
  }

  /** There was nothing to do for it, or nothing that can be done now. */
  private int undone(JsonNode message) {
    String standing = "message " + id.orElseThrow() + ' ' + stands(message);
    boolean goes = message.path("waits-for").asText().equals("answer");
    if (act == Act.retry && goes) {
      if (!json) {
        out().println(standing);
      }
      return 0; // that is what was wanted
    }
    return no(goes ? standing + ": it cannot be given up before the answer is there" : standing);
  }

  private static String stands(JsonNode message) {
    String standing = OutboxLines.standing(message);
    return message.path("behind").isNumber() ? "is " + standing : standing;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private int no(String why) {
    spec.commandLine().getErr().println("porin: " + why);
    return Main.EXIT_NO;
  }

  private int wrong(String why) {
    spec.commandLine().getErr().println("porin: " + why);
    return Main.EXIT_USAGE;
  }
}
