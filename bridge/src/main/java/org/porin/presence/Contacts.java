package org.porin.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.mapping.Availability;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.UnmappableException;
import org.porin.profile.ContactDirectory;

/** What users ask of their contacts, and whom they block; answered on the one thread. */
final class Contacts implements ContactDirectory {
  private static final int SIZE = 1_024;

  private final Course<Watch> watches;
  private final Course<Audience> audiences;
  private final Blocks blocks;
  private final Resync resync;
  private final PresenceMapping mapping;
  private final Surroundings around;

  Contacts(
      Course<Watch> watches,
      Course<Audience> audiences,
      Blocks blocks,
      Resync resync,
      PresenceMapping mapping,
      Surroundings around) {
    this.watches = watches;
    this.audiences = audiences;
    this.blocks = blocks;
    this.resync = resync;
    this.mapping = mapping;
    this.around = around;
  }

  @Override
  public CompletionStage<Listing<Contact>> contacts(Jid user) {
    return ask(
        new Listing<>(List.of(), 0),
        answer -> answer.complete(pres(user).map(this::list).orElse(new Listing<>(List.of(), 0))));
  }

  @Override
  public CompletionStage<Integer> resync(Jid user) {
    return ask(0, answer -> answer.complete(pres(user).map(resync::wanted).orElse(0)));
  }

  @Override
  public CompletionStage<Listing<Jid>> blocks(Jid user) {
    return ask(
        new Listing<>(List.of(), 0), answer -> answer.complete(listing(blocks.of(user.bare()))));
  }

  @Override
  public CompletionStage<Change> block(Jid user, Jid blocked) {
    return ask(Change.FAILED, answer -> block(user.bare(), blocked.bare(), answer));
  }

  @Override
  public CompletionStage<Change> unblock(Jid user, Jid blocked) {
    return ask(Change.FAILED, answer -> unblock(user.bare(), blocked.bare(), answer));
  }

  /** Where there is no room, the answer is that nothing is known, or done. */
  private <T> CompletionStage<T> ask(T otherwise, Consumer<CompletableFuture<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean taken =
        around
            .mailbox()
            .offer(
                () -> {
                  around.mailbox().release(SIZE);
                  question.accept(answer);
                },
                SIZE);
    return taken ? answer : CompletableFuture.completedFuture(otherwise);
  }

  private void block(Jid user, Jid blocked, CompletableFuture<Change> answer) {
    if (blocks.has(user, blocked)) {
      answer.complete(Change.UNCHANGED);
      return;
    }
    if (blocks.of(user).size() >= MAX_LISTED) {
      answer.complete(Change.FULL);
      return;
    }
    around
        .rows()
        .first(
            new PresenceStore.Change.Put(new BlockRow(user, blocked)),
            around.now(),
            durable -> {
              if (durable) {
                blocks.add(user, blocked);
                end(user, blocked);
              }
              answer.complete(durable ? Change.DONE : Change.FAILED);
            });
  }

  private void unblock(Jid user, Jid blocked, CompletableFuture<Change> answer) {
    if (!blocks.has(user, blocked)) {
      answer.complete(Change.UNCHANGED);
      return;
    }
    around
        .rows()
        .first(
            new PresenceStore.Change.Drop(new BlockRow(user, blocked)),
            around.now(),
            durable -> {
              if (durable) {
                blocks.remove(user, blocked);
              }
              answer.complete(durable ? Change.DONE : Change.FAILED);
            });
  }

  /** Subscriptions of the two end both ways. */
  private void end(Jid user, Jid blocked) {
    Optional<PresUri> who = pres(user);
    if (who.isPresent()) {
      end(watches, who.get(), blocked);
      end(audiences, who.get(), blocked);
    }
  }

  private <M> void end(Course<M> course, PresUri user, Jid blocked) {
    for (Held<M> held : course.table().of(user)) {
      PresUri contact = held.pair().contact();
      if (jid(contact).filter(jid -> Blocks.names(blocked, jid, contact.domain())).isPresent()) {
        course.end(held);
      }
    }
  }

  private Listing<Contact> list(PresUri user) {
    Map<Pair, Optional<Watch>> watching = new TreeMap<>();
    Map<Pair, Optional<Audience>> watched = new TreeMap<>();
    watches.table().of(user).forEach(held -> watching.put(held.pair(), held.machine()));
    audiences.table().of(user).forEach(held -> watched.put(held.pair(), held.machine()));
    Map<String, Contact> contacts = new TreeMap<>();
    List<Pair> pairs = new ArrayList<>(watching.keySet());
    pairs.addAll(watched.keySet());
    for (Pair pair : pairs) {
      Optional<Watch> watch = watching.getOrDefault(pair, Optional.empty());
      Optional<Audience> audience = watched.getOrDefault(pair, Optional.empty());
      jid(pair.contact())
          .map(address -> contact(address, watch, audience))
          .filter(it -> it.watching() != Watching.NONE || it.watched() != Watched.NONE)
          .ifPresent(it -> contacts.put(it.address().toString(), it));
    }
    return listing(List.copyOf(contacts.values()));
  }

  private static Contact contact(Jid address, Optional<Watch> watch, Optional<Audience> audience) {
    return new Contact(
        address,
        watch.map(Contacts::watching).orElse(Watching.NONE),
        audience.map(Contacts::watched).orElse(Watched.NONE),
        watch.map(Contacts::resources).orElse(0));
  }

  private static Watching watching(Watch watch) {
    return switch (watch.phase()) {
      case NONE, REFUSED, ENDING, FETCHING, FETCHED -> Watching.NONE;
      case ACTIVE, SETTLED -> watch.approved() ? Watching.ACTIVE : Watching.PENDING;
      case SEEKING, PENDING, LAPSED -> watch.approved() ? Watching.INTERRUPTED : Watching.PENDING;
    };
  }

  private static Watched watched(Audience audience) {
    return switch (audience.grant()) {
      case NONE, REFUSED -> Watched.NONE;
      case ASKED -> Watched.PENDING;
      case GIVEN -> Watched.ACCEPTED;
    };
  }

  private static int resources(Watch watch) {
    return (int)
        watch.told().presence().resources().values().stream()
            .filter(said -> said.filter(Availability::available).isPresent())
            .count();
  }

  private static <T> Listing<T> listing(List<T> all) {
    return new Listing<>(all.subList(0, Math.min(all.size(), MAX_LISTED)), all.size());
  }

  private Optional<PresUri> pres(Jid user) {
    try {
      return Optional.of(mapping.toPres(user));
    } catch (UnmappableException e) {
      return Optional.empty();
    }
  }

  private Optional<Jid> jid(PresUri contact) {
    try {
      return Optional.of(mapping.toJid(contact));
    } catch (UnmappableException e) {
      return Optional.empty();
    }
  }
}
