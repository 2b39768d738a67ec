package org.porin.presence;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.MimeEntity;
import org.porin.pidf.Basic;
import org.porin.pidf.Presence;
import org.porin.pidf.Show;
import org.porin.pidf.Tuple;
import org.porin.profile.Notification;
import org.porin.wire.MalformedException;

/** What a watcher reads in a NOTIFY. */
final class AudienceView {
  private AudienceView() {}

  /** By tuple, what it says: closed, open, or a show. Empty where there is no document. */
  static Optional<Map<String, String>> tuples(Notification notification) {
    return notification.document().map(AudienceView::tuples);
  }

  static Map<String, String> tuples(MimeEntity entity) {
    Presence document = document(entity);
    Map<String, String> tuples = new TreeMap<>();
    for (Tuple tuple : document.tuples()) {
      boolean open = tuple.status().basic().filter(Basic.OPEN::equals).isPresent();
      String show = Show.of(tuple, AudienceScene.NOON).map(Show::wire).orElse("open");
      tuples.put(tuple.id(), open ? show : "closed");
    }
    return tuples;
  }

  static Presence document(MimeEntity entity) {
    try {
      return entity.contentType().is("message", "cpim")
          ? PresenceMapping.read(CpimCodec.decode(entity.body(), CpimLimits.DEFAULT)).document()
          : PresenceMapping.read(entity).document();
    } catch (UnmappableException | MalformedException e) {
      throw new AssertionError(e);
    }
  }
}
