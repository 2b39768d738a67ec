package org.porin.component;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.component.CommandRequest.Action;
import org.porin.profile.ContactDirectory;
import org.porin.stanza.IqStanza;
import org.porin.stanza.StanzaError.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ad-hoc commands of the gateway (XEP-0050), for users of served domains: what they may ask of
 * their contacts on the other side, and whom they block, which a component would not hear of by
 * XEP-0191. Safe for many threads.
 */
final class Commands {
  /** What may be under way at a time; a directory answers in far less time than a user asks. */
  static final int MAX_UNDER_WAY = 256;

  /** What a gateway that offers them says that it can. */
  static final List<String> FEATURES = List.of(CommandRequest.NAMESPACE, DataForm.NAMESPACE);

  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private final AddressMapping addresses;
  private final ContactCommands commands;
  private final CommandSessions sessions;
  private final AtomicInteger underWay = new AtomicInteger();

  Commands(ContactDirectory directory, AddressMapping addresses, StanzaIds ids, Clock clock) {
    this.addresses = addresses;
    this.commands = new ContactCommands(directory, new ContactAddress(addresses));
    this.sessions = new CommandSessions(ids, clock);
  }

  /** Whether a request is for the commands. */
  static boolean areAsked(IqStanza request) {
    return request.to().filter(to -> to.localPart().isEmpty()).isPresent()
        && (CommandRequest.isIn(request) || CommandDisco.isIn(request));
  }

  /**
   * Answers a request that is for the commands, at once or later, on any thread.
   *
   * @param link by which it came
   */
  void answer(IqStanza request, ReturnPath link) {
    if (underWay.incrementAndGet() > MAX_UNDER_WAY) {
      underWay.decrementAndGet();
      link.answer(
          IqResponder.error(
              request, Condition.RESOURCE_CONSTRAINT, "The gateway is busy; please try again"));
      return;
    }
    answered(request)
        .whenComplete(
            (answer, fault) -> {
              underWay.decrementAndGet();
              link.answer(answer == null ? failed(request, fault) : answer);
            });
  }

  private static IqStanza failed(IqStanza request, @Nullable Throwable fault) {
    LOG.error("a command failed by a fault of this bridge", fault);
    return IqResponder.error(request, Condition.INTERNAL_SERVER_ERROR, "A fault of the gateway");
  }

  private CompletionStage<IqStanza> answered(IqStanza request) {
    try {
      requireUser(request.from());
      return CommandDisco.isIn(request)
          ? CompletableFuture.completedStage(
              IqResponder.result(request, Optional.of(CommandDisco.answer(request))))
          : performed(request);
    } catch (CommandFault e) {
      return CompletableFuture.completedStage(IqResponder.error(request, e.error()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void requireUser(Optional<Jid> from) throws CommandFault {
    boolean user =
        from.filter(jid -> !jid.localPart().isEmpty() && addresses.isServed(jid.domain()))
            .isPresent();
    if (!user) {
      throw new CommandFault(Condition.FORBIDDEN, "This gateway is not for users of your domain");
    }
  }

  private CompletionStage<IqStanza> performed(IqStanza iq) throws CommandFault {
    CommandRequest request = CommandRequest.read(iq);
    String session = request.sessionId().orElseGet(() -> sessions.open(request.command()));
    return reply(request)
        .thenApply(reply -> reply.element(request.command(), session))
        .thenApply(element -> IqResponder.result(iq, Optional.of(element)));
  }

  private CompletionStage<CommandReply> reply(CommandRequest request) throws CommandFault {
    if (request.sessionId().isEmpty()) {
      if (request.action() != Action.EXECUTE) {
        throw badAction("A command begins with its execution");
      }
      return commands.begin(request.command(), request.user());
    }
    sessions.check(request.sessionId().get(), request.command());
    switch (request.action()) {
      case CANCEL:
        return CompletableFuture.completedStage(CommandReply.canceled());
      case EXECUTE:
      case COMPLETE:
        return commands.complete(request);
      default:
        throw badAction("This command has one form alone");
    }
  }

  private static CommandFault badAction(String text) {
    return new CommandFault(Condition.BAD_REQUEST, "bad-action", text);
  }
}
