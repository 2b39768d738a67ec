package org.porin.daemon;

import io.netty.util.NetUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.porin.operate.Page;
import org.porin.operate.Reply;
import org.porin.simple.PeerStatus;

/** What is known of the peers, as a JSON list under {@code /peers}. */
final class PeersPage {
  /** Where it stands. */
  static final String PATH = "/peers";

  private PeersPage() {}

  /** Where the state comes from; waiting for it can be interrupted. */
  interface Source {
    List<PeerStatus> peers() throws InterruptedException;
  }

  /** The page. */
  static Page of(Source source) {
    return Page.of(() -> reply(source));
  }

  private static Reply reply(Source source) {
    try {
      return Reply.json(200, Json.text(source.peers().stream().map(PeersPage::json).toList()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.text(503, "The bridge is stopping.");
    }
  }

  private static Map<String, Object> json(PeerStatus peer) {
    Map<String, Integer> dialects = new TreeMap<>();
    peer.dialects()
        .forEach(
            (dialect, count) ->
                dialects.put(dialect.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("domain", peer.domain());
    json.put("address", NetUtil.toSocketAddressString(peer.address()));
    json.put("since", peer.since().toString());
    json.put("dialects", dialects);
    json.put("lastTaken", peer.lastTaken().map(Object::toString));
    json.put("lastTrouble", peer.lastTrouble().map(PeersPage::json));
    json.put("waitsUntil", peer.waitsUntil().map(Object::toString));
    json.put("inFlight", peer.inFlight());
    json.put("waiting", peer.waiting());
    json.put("window", peer.window());
    return json;
  }

  private static Map<String, Object> json(PeerStatus.Trouble trouble) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", trouble.at().toString());
    json.put("cause", trouble.cause());
    return json;
  }
}
