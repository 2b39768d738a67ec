package org.porin.component;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.porin.stanza.Stanza;

/** The way back of the gateway's link, which only writes down. */
final class RecordingPath implements ReturnPath {
  final List<Stanza> answers = new ArrayList<>();
  final List<LinkCount> counts = new ArrayList<>();
  boolean ending; // open, and takes nothing more: the moment in which a link ends

  @Override
  public String domain() {
    return "cpim.capulet.example";
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void answer(Stanza stanza) {
    answers.add(stanza);
  }

  @Override
  public boolean offer(Stanza stanza) {
    return !ending && answers.add(stanza);
  }

  @Override
  public void count(LinkCount count) {
    counts.add(count);
  }

  @Override
  public void holdUntil(CompletionStage<Void> recorded, int octets) {}
}
