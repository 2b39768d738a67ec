package org.porin.presence;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.porin.mapping.Availability;
import org.porin.mapping.ContactPresence;
import org.porin.mapping.EndToEndMapping;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.PresenceMapping.Notified;
import org.porin.mapping.PresenceMapping.Received;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.stanza.PresenceStanza;
import org.porin.wire.MalformedException;

/** The document of a NOTIFY: PIDF, bare or in Message/CPIM (OPEN n), or secured (RFC 3923). */
final class WatchDocuments {
  private WatchDocuments() {}

  /** Tells what is new in it; gives why it was not taken, and then nothing was told. */
  static Optional<Failure> take(WatchTurn turn, MimeEntity entity) {
    try {
      return entity.contentType().is("message", "cpim")
          ? enclosed(turn, entity)
          : bare(turn, entity);
    } catch (UnmappableException e) {
      return Optional.of(e.failure());
    }
  }

  private static Optional<Failure> enclosed(WatchTurn turn, MimeEntity entity)
      throws UnmappableException {
    try {
      CpimMessage message = CpimCodec.decodeLenient(entity.body(), CpimLimits.DEFAULT);
      return EndToEndMapping.isSecured(message.entity().contentType())
          ? secured(turn, message.entity())
          : document(turn, PresenceMapping.read(message));
    } catch (MalformedException e) {
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT, "the document cannot be read: " + e.getMessage());
    }
  }

  private static Optional<Failure> bare(WatchTurn turn, MimeEntity entity)
      throws UnmappableException {
    return EndToEndMapping.isSecured(entity.contentType())
        ? secured(turn, entity)
        : document(turn, PresenceMapping.read(entity));
  }

  private static Optional<Failure> document(WatchTurn turn, Received received)
      throws UnmappableException {
    if (received.presentity().filter(turn.target::equals).isEmpty()) {
      throw new UnmappableException( // RFC 2779 §5.3.3
          Reason.FORGED_SOURCE, "the document is about somebody else than the subscription");
    }
    ContactPresence before = turn.told.presence();
    if (turn.fresh && !turn.doubt && before.isStale(received.document())) {
      turn.fresh = false; // on one leg CSeq tells old from new, between two the timestamps do
      return Optional.empty();
    }
    Notified notified =
        turn.rules
            .presence()
            .toStanzas(before, received, turn.target, turn.watcher, turn.now)
            .value();
    return told(turn, notified);
  }

  /** It says of the bare address only whether somebody is there, and crosses as it is. */
  private static Optional<Failure> secured(WatchTurn turn, MimeEntity entity)
      throws UnmappableException {
    PresenceStanza stanza =
        turn.rules.presence().toSecuredStanza(entity, turn.target, turn.watcher);
    ContactPresence before = turn.told.presence();
    var resources = new TreeMap<>(before.resources());
    resources.put(
        "", Optional.of(stanza.isAvailable() ? WatchTelling.THERE : Availability.UNAVAILABLE));
    return told(
        turn, new Notified(List.of(stanza), new ContactPresence(resources, before.newest())));
  }

  private static Optional<Failure> told(WatchTurn turn, Notified notified) {
    return turn.telling.document(notified)
        ? Optional.empty()
        : Optional.of(
            new Refused(Reason.TOO_LARGE, "the presence has more resources than are kept"));
  }
}
